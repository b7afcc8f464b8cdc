package dev.parley.ikev1;

import dev.parley.ikev1.phase2.Informing;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is deleted (RFC 2408 section 5.15). Nobody acknowledges it, so each deletion goes out several times, octet for octet: who
 * has heard one does not hear it again.
 */
final class Deletion {
    private static final String TIMER = "delete/";

    private record Copies(Datagram message, int sent, Optional<Runnable> then) {}

    private final Ikev1Sa sa;
    private final Map<String, Copies> going = new HashMap<>();
    private long count;

    Deletion(Ikev1Sa sa) {
        this.sa = sa;
    }

    /** Says that {@code inbound}, of one protocol, is gone. */
    void of(List<IpsecSa> inbound, List<Effect> out) {
        for (int protocol : new int[] {ProtocolId.ESP, ProtocolId.AH}) {
            List<Bytes> spis = inbound.stream()
                    .filter(each -> each.protocol().equals(ProtocolId.name(protocol)))
                    .map(IpsecSa::spi)
                    .toList();
            if (!spis.isEmpty()) {
                say(new DeletePayload(IpsecDoi.NUMBER, protocol, IpsecDoi.SPI_OCTETS, spis), Optional.empty(), out);
            }
        }
    }

    /** Says that the ISAKMP SA is gone; when that has been said often enough {@code then} is due. */
    void ofIsakmp(Runnable then, List<Effect> out) {
        Bytes cookies = sa.cookies();
        say(
                new DeletePayload(
                        IpsecDoi.NUMBER, DomainOfInterpretation.ISAKMP, cookies.length(), List.of(cookies)),
                Optional.of(then),
                out);
    }

    private void say(Payload deletion, Optional<Runnable> then, List<Effect> out) {
        try {
            Datagram message = Informing.message(sa, List.of(deletion));
            String timer = TIMER + ++count;
            out.add(Notes.message(Kind.SENT, "sent", "Informational", "HDR*, HASH", List.of(deletion), sa.registry()));
            out.add(new Effect.Send(message));
            out.add(new Effect.StartTimer(timer, Defaults.DELETE_AGAIN_MILLIS));
            going.put(timer, new Copies(message, 1, then));
        } catch (Refusal unable) {
            out.add(Notes.refused("not-said", unable));
            then.ifPresent(Runnable::run);
        }
    }

    /** @return whether the timer is one of a deletion */
    boolean expired(String timer, List<Effect> out) {
        Optional<Copies> copies = Optional.ofNullable(going.remove(timer));
        if (copies.isPresent() && copies.get().sent() < Defaults.DELETE_COPIES) {
            Copies last = copies.get();
            out.add(new Effect.Send(last.message()));
            out.add(new Effect.StartTimer(timer, Defaults.DELETE_AGAIN_MILLIS << last.sent()));
            going.put(timer, new Copies(last.message(), last.sent() + 1, last.then()));
        } else {
            copies.flatMap(Copies::then).ifPresent(Runnable::run);
        }
        return timer.startsWith(TIMER);
    }

    /** Nothing is said any more. */
    List<Effect> end() {
        List<Effect> effects = new ArrayList<>();
        going.keySet().forEach(timer -> effects.add(new Effect.StopTimer(timer)));
        going.clear();
        return effects;
    }
}
