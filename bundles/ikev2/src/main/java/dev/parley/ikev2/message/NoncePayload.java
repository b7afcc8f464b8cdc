package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;

/**
 * The Nonce payload, Ni or Nr (RFC 7296 section 3.9).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                            Nonce Data                         ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param nonce {@value #MIN_OCTETS} to {@value #MAX_OCTETS} octets
 */
public record NoncePayload(Bytes nonce) implements Payload {
    public static final int MIN_OCTETS = 16;
    public static final int MAX_OCTETS = 256;

    public NoncePayload {
        if (!fits(nonce.length())) {
            throw new IllegalArgumentException(why(nonce.length()));
        }
    }

    @Override
    public PayloadType type() {
        return Ikev2Payloads.NONCE;
    }

    private static boolean fits(int octets) {
        return octets >= MIN_OCTETS && octets <= MAX_OCTETS;
    }

    private static String why(int octets) {
        return "a nonce has " + MIN_OCTETS + " to " + MAX_OCTETS + " octets, this one " + octets;
    }

    static final class Codec implements PayloadCodec<NoncePayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.NONCE;
        }

        @Override
        public String mnemonic() {
            return "Nonce";
        }

        @Override
        public Class<NoncePayload> payload() {
            return NoncePayload.class;
        }

        @Override
        public NoncePayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            if (!fits(body.remaining())) {
                throw body.bad("Nonce Data", why(body.remaining()));
            }
            return new NoncePayload(body.rest("Nonce Data"));
        }

        @Override
        public void encode(NoncePayload payload, WireWriter body, PayloadRegistry registry) {
            body.bytes(payload.nonce);
        }
    }
}
