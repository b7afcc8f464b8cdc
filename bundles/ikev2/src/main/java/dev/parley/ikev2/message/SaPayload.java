package dev.parley.ikev2.message;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The Security Association payload: proposals, most preferred first (RFC 7296 section 3.3).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                          &lt;Proposals&gt;                          ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param proposals one or more
 */
public record SaPayload(List<Proposal> proposals) implements Payload {
    /** Proposal Num has one octet and counts up from 1, so no conforming payload holds more. */
    public static final int MAX_PROPOSALS = 255;

    /** Transforms of all proposals together: each is compared, and explained if none will do; honest peers send some dozens. */
    public static final int MAX_TRANSFORMS = 512;

    public SaPayload {
        proposals = List.copyOf(proposals);
        if (proposals.isEmpty() || proposals.size() > MAX_PROPOSALS) {
            throw new IllegalArgumentException("an SA payload has 1 to " + MAX_PROPOSALS + " proposals");
        }
    }

    @Override
    public PayloadType type() {
        return Ikev2Payloads.SA;
    }

    static final class Codec implements PayloadCodec<SaPayload> {
        @Override
        public PayloadType type() {
            return Ikev2Payloads.SA;
        }

        @Override
        public String mnemonic() {
            return "SA";
        }

        @Override
        public Class<SaPayload> payload() {
            return SaPayload.class;
        }

        @Override
        public SaPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            List<Proposal> proposals = new ArrayList<>();
            int transforms = 0;
            do {
                if (proposals.size() == MAX_PROPOSALS) {
                    throw body.bad("Proposals", "more than " + MAX_PROPOSALS);
                }
                Proposal next = Proposal.read(body);
                transforms += next.transforms().size();
                if (transforms > MAX_TRANSFORMS) {
                    throw body.bad("Transforms", "more than " + MAX_TRANSFORMS + " in all proposals");
                }
                proposals.add(next);
            } while (body.remaining() > 0);
            return new SaPayload(proposals);
        }

        @Override
        public void encode(SaPayload payload, WireWriter body, PayloadRegistry registry) {
            for (int i = 0; i < payload.proposals.size(); i++) {
                payload.proposals.get(i).write(body, i == payload.proposals.size() - 1);
            }
        }
    }
}
