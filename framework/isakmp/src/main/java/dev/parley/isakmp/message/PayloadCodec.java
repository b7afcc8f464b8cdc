package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads and writes the body of one payload type, without its generic header. Decoding accepts what the RFC says to accept;
 * encoding is canonical: {@code decode(encode(p))} equals {@code p}.
 */
@ConsumerType
public interface PayloadCodec<P extends Payload> {
    PayloadType type();

    /** The RFC's short name, for example {@code KE}. */
    String mnemonic();

    Class<P> payload();

    /** Reads the body; the registry demands that all of it is consumed. */
    P decode(WireReader body, PayloadRegistry registry) throws WireException;

    void encode(P payload, WireWriter body, PayloadRegistry registry);

    /** How one payload of this type prints in RFC notation. */
    default String describe(P payload) {
        return mnemonic();
    }

    /** Whether this payload is the last of its chain and its Next Payload field tells what is inside it. */
    default boolean endsChain() {
        return false;
    }
}
