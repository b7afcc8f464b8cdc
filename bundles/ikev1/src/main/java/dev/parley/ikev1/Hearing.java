package dev.parley.ikev1;

import dev.parley.ikev1.extension.Liveness;
import dev.parley.ikev1.phase2.Phase2;
import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.Informational;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** What follows from what a peer has proven to have said in an Informational exchange (RFC 2408 sections 5.14 and 5.15). */
final class Hearing {
    private final Ikev1Sa sa;
    private final Standing standing;
    private final Phase2 phase2;
    private final Liveness liveness;

    Hearing(Ikev1Sa sa, Standing standing, Phase2 phase2, Liveness liveness) {
        this.sa = sa;
        this.standing = standing;
        this.phase2 = phase2;
        this.liveness = liveness;
    }

    void hear(IsakmpMessage message, List<Effect> out) {
        Informational.Heard heard = Informational.hear(message, sa.registry(), this::known);
        heard.discarded().forEach(each -> out.add(new Effect.Emit(each)));
        heard.notifications().forEach(each -> notified(each, out));
        heard.deletions().forEach(each -> deleted(each, out));
    }

    /** Deletions name the peer's inbound SPIs, which are our outbound ones; notifications may name what we have offered. */
    private boolean known(int protocol, Bytes spi) {
        return protocol == DomainOfInterpretation.ISAKMP
                ? spi.equals(sa.cookies())
                : spi.isEmpty()
                        || phase2.offers(spi)
                        || sa.children().sending(spi).isPresent();
    }

    private void notified(NotificationPayload said, List<Effect> out) {
        PayloadRegistry registry = sa.registry();
        String name = registry.doi(said.doi())
                .map(doi -> doi.notifyTypeName(said.notifyType()))
                .orElseGet(() -> NotifyType.name(said.notifyType()));
        if (said.notifyType() == Liveness.R_U_THERE) {
            out.addAll(liveness.answer(said));
        } else if (said.notifyType() == Liveness.R_U_THERE_ACK) {
            liveness.heard(said, out);
        } else if (NotifyType.isError(said.notifyType())) {
            phase2.refusedByPeer(said, name, out);
        } else {
            out.add(Notes.of(Kind.NOTE, "notified", "the peer says " + name));
        }
    }

    private void deleted(DeletePayload said, List<Effect> out) {
        if (said.protocol() == DomainOfInterpretation.ISAKMP) {
            standing.lost("the peer has deleted it", out);
            return;
        }
        List<ChildPair> gone = said.spis().stream()
                .map(sa.children()::sending)
                .flatMap(Optional::stream)
                .toList();
        standing.remove(gone, "the peer has deleted it", out);
    }
}
