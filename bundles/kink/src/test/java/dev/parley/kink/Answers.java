package dev.parley.kink;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.IsakmpPayload;
import java.util.ArrayList;
import java.util.List;

/** What a responder may put into the place of a CREATE's Quick Mode. */
final class Answers {
    private Answers() {}

    /** The optimistic choice under the responder's {@code spi}, and {@code more}. */
    static IsakmpPayload taking(Puppet.Heard create, String spi, Payload... more) {
        return taking(create, 0, 0, spi, more);
    }

    /** The transform at {@code transform} of the proposal at {@code proposal}, from 0. */
    static IsakmpPayload taking(Puppet.Heard create, int proposal, int transform, String spi, Payload... more) {
        Proposal offered = create.first(SaPayload.class).proposals().get(proposal);
        return agreeing(
                create, offered.taken(Bytes.hex(spi), offered.transforms().get(transform)), more);
    }

    /** Any proposal at all. */
    static IsakmpPayload agreeing(Puppet.Heard create, Proposal proposal, Payload... more) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new SaPayload(IpsecDoi.NUMBER, Situations.identityOnly(), List.of(proposal)));
        payloads.addAll(List.of(more));
        payloads.addAll(create.all(IdPayload.class));
        return IsakmpPayload.of(payloads);
    }
}
