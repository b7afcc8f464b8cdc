package dev.parley.ikev1;

import dev.parley.ikev1.phase2.Informing;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is deleted (RFC 2408 section 5.15). Nobody acknowledges it, so it is said several times: who has heard it has nothing left
 * to delete.
 */
final class Deletion {
    private static final String TIMER = "delete/";

    private record Copies(Payload deletion, int sent, Optional<Runnable> then) {}

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
                new DeletePayload(IpsecDoi.NUMBER, DomainOfInterpretation.ISAKMP, cookies.length(), List.of(cookies)),
                Optional.of(then),
                out);
    }

    private void say(Payload deletion, Optional<Runnable> then, List<Effect> out) {
        again(TIMER + ++count, new Copies(deletion, 0, then), out);
    }

    private void again(String timer, Copies before, List<Effect> out) {
        out.addAll(Informing.say(sa, List.of(before.deletion())));
        out.add(new Effect.StartTimer(timer, Defaults.DELETE_AGAIN_MILLIS << before.sent()));
        going.put(timer, new Copies(before.deletion(), before.sent() + 1, before.then()));
    }

    /** @return whether the timer is one of a deletion */
    boolean expired(String timer, List<Effect> out) {
        Optional<Copies> copies = Optional.ofNullable(going.remove(timer));
        if (copies.isPresent() && copies.get().sent() < Defaults.DELETE_COPIES) {
            again(timer, copies.get(), out);
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
