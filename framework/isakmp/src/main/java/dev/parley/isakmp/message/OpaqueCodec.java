package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.function.Function;

/** The codec of a payload whose body is nothing but octets: nonces, hashes, signatures and the like. */
public record OpaqueCodec<P extends Payload>(
        PayloadType type, String mnemonic, Class<P> payload, Function<Bytes, P> of, Function<P, Bytes> octets)
        implements PayloadCodec<P> {
    @Override
    public P decode(WireReader body, PayloadRegistry registry) {
        return of.apply(body.rest("Payload Data"));
    }

    @Override
    public void encode(P payload, WireWriter body, PayloadRegistry registry) {
        body.bytes(octets.apply(payload));
    }
}
