package dev.parley.isakmp.payload;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Situation;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;

/**
 * The Security Association payload: what is to be protected, and proposals how, most preferred first (RFC 2408 section 3.4).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ! Next Payload  !   RESERVED    !         Payload Length        !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !              Domain of Interpretation  (DOI)                  !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                           Situation                           ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                           Proposals                           ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param doi 0 to 2^32-1
 * @param proposals one or more; none only if the situation is not understood and they could not be found
 */
public record SaPayload(long doi, Situation situation, List<Proposal> proposals) implements Payload {
    public SaPayload {
        proposals = List.copyOf(proposals);
        if (proposals.size() > Proposal.MAX_PROPOSALS
                || proposals.isEmpty() && situation.reading() == Situation.Reading.SUPPORTED) {
            throw new IllegalArgumentException("an SA payload has 1 to " + Proposal.MAX_PROPOSALS + " proposals");
        }
    }

    /**
     * Says no to what section 5.4 says no to.
     *
     * @throws Refusal DOI-NOT-SUPPORTED or SITUATION-NOT-SUPPORTED
     */
    public void demandUnderstood() throws Refusal {
        if (situation.reading() == Situation.Reading.UNKNOWN_DOI) {
            throw new Refusal(
                    Blame.NO_AGREEMENT,
                    NotifyType.code(NotifyType.DOI_NOT_SUPPORTED),
                    "the SA payload is of DOI " + doi + ", which nothing installed interprets (RFC 2408 section 5.4)");
        }
        if (situation.reading() == Situation.Reading.UNSUPPORTED) {
            throw new Refusal(
                    Blame.NO_AGREEMENT,
                    NotifyType.code(NotifyType.SITUATION_NOT_SUPPORTED),
                    "the situation " + head(situation.octets()) + " of DOI " + doi
                            + " cannot be protected (RFC 2408 section 5.4)");
        }
    }

    private static Bytes head(Bytes octets) {
        return octets.slice(0, Math.min(Integer.BYTES, octets.length()));
    }

    @Override
    public PayloadType type() {
        return IsakmpPayloads.SA;
    }

    static final class Codec implements PayloadCodec<SaPayload> {
        @Override
        public PayloadType type() {
            return IsakmpPayloads.SA;
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
            long doi = body.u32("Domain of Interpretation");
            var interpreter = registry.doi(doi);
            Situation situation = interpreter.isPresent()
                    ? interpreter.get().situation(body)
                    : Situation.ofUnknownDoi(body.rest("Situation"));
            boolean lost = situation.reading() != Situation.Reading.SUPPORTED && body.remaining() == 0;
            return new SaPayload(doi, situation, lost ? List.of() : Proposal.readAll(body));
        }

        @Override
        public void encode(SaPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u32(payload.doi).bytes(payload.situation.octets());
            Proposal.writeAll(payload.proposals, body);
        }
    }
}
