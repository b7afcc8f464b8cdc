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
 * The Encrypted Fragment payload as it travels; the Next Payload field of the first fragment tells what is inside (RFC 7383 section
 * 2.5).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        Fragment Number        |        Total Fragments        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~      Initialization Vector, encrypted content, checksum       ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param number from 1 to {@code total}
 * @param body everything after Total Fragments
 */
public record SkfPayload(int number, int total, Bytes body) implements Payload {
    /** Octets of Fragment Number and Total Fragments. */
    public static final int NUMBERS_OCTETS = 4;

    public SkfPayload {
        if (!fits(number, total)) {
            throw new IllegalArgumentException(why(number, total));
        }
    }

    private static boolean fits(int number, int total) {
        return number > 0 && number <= total;
    }

    private static String why(int number, int total) {
        return "there is no fragment " + number + " of " + total;
    }

    @Override
    public PayloadType type() {
        return Ikev2Payloads.SKF;
    }

    static final class Codec implements PayloadCodec<SkfPayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.SKF;
        }

        @Override
        public String mnemonic() {
            return "SKF";
        }

        @Override
        public Class<SkfPayload> payload() {
            return SkfPayload.class;
        }

        @Override
        public SkfPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int number = body.u16("Fragment Number");
            int total = body.u16("Total Fragments");
            if (!fits(number, total)) {
                throw body.bad("Fragment Number", why(number, total));
            }
            return new SkfPayload(number, total, body.rest("Encrypted IKE Payloads"));
        }

        @Override
        public void encode(SkfPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u16(payload.number).u16(payload.total).bytes(payload.body);
        }

        @Override
        public boolean endsChain() {
            return true;
        }
    }
}
