package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Timers;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Answers INFORMATIONAL requests: deletes, liveness checks, notifications (RFC 7296 section 1.4). */
public final class InformationalResponder {
    private InformationalResponder() {}

    /** A request of the peer, who is authenticated. */
    public record AwaitInformationalRequest() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            List<DeletePayload> deletes =
                    request.message().all(DeletePayload.class).toList();
            if (request.notification(NotifyType.AUTHENTICATION_FAILED).isPresent()) {
                return close(sa, request, "the peer says AUTHENTICATION_FAILED (RFC 7296 section 2.21.2)");
            }
            if (deletes.stream().anyMatch(each -> each.protocol() == ProtocolId.IKE)) {
                return close(sa, request, "the peer deleted the IKE SA");
            }
            List<Bytes> named = deletes.stream()
                    .filter(each -> each.protocol() == ProtocolId.ESP)
                    .flatMap(each -> each.spis().stream())
                    .distinct()
                    .toList();
            named.stream().filter(spi -> sa.children().to(spi).isEmpty()).forEach(sa.rekeying()::forgone);
            List<ChildSa> doomed = named.stream()
                    .flatMap(spi -> sa.children().to(spi).stream())
                    .toList();
            if (!doomed.isEmpty()) {
                return deleteChildren(sa, request, doomed);
            }
            List<Effect> effects = new ArrayList<>(sa.answer(request, List.of()));
            request.notification(NotifyType.INVALID_SPI).ifPresent(said -> effects.add(lost(said)));
            return IkeExchange.done(effects);
        }
    }

    /** Section 2.21.4: no SA changes by it, but a person may want to know. */
    private static Effect lost(NotifyPayload said) {
        return new Effect.Emit(new NegotiationEvent(
                Kind.NOTE,
                "invalid-spi",
                "the peer says INVALID_SPI: packets reach it on 0x" + said.data()
                        + ", which it does not know (RFC 7296 section 2.21.4)"));
    }

    /** Section 1.4.1: our half of each pair, unless our own DELETE of it is on its way. */
    private static Step<IkeSa, IkeMessage> deleteChildren(IkeSa sa, IkeMessage request, List<ChildSa> doomed) {
        List<Bytes> ours = doomed.stream()
                .filter(child -> !sa.children().isClosing(child))
                .map(ChildSa::inboundSpi)
                .toList();
        return Step.to(Working.change(List.of(), both(doomed), done -> {
            List<Payload> answer = ours.isEmpty() ? List.of() : List.of(new DeletePayload(ProtocolId.ESP, ours));
            List<Effect> effects = new ArrayList<>(sa.answer(request, answer));
            for (ChildSa child : doomed) {
                if (sa.children().now(child).isPresent()) {
                    sa.children().removed(child);
                    effects.addAll(removed(child, "the peer deleted it"));
                }
            }
            return IkeExchange.done(effects);
        }));
    }

    /** Section 1.4.1: an IKE SA takes its children along, but for those that another IKE SA has by now. */
    private static Step<IkeSa, IkeMessage> close(IkeSa sa, IkeMessage request, String why) {
        sa.succession().yields();
        return withoutChildren(sa, why, () -> sa.answer(request, List.of()));
    }

    /** What remains to be said when an IKE SA has no children any more. */
    @FunctionalInterface
    interface LastWord {
        List<Effect> effects() throws Refusal;
    }

    /** Ends the IKE SA and removes its children, those too that an exchange in flight makes while the sinks are at it. */
    static Step<IkeSa, IkeMessage> withoutChildren(IkeSa sa, String why, LastWord last) {
        List<ChildSa> children = sa.children().all();
        return Step.to(Working.change(List.of(), both(children), done -> {
            List<Effect> removed = new ArrayList<>();
            for (ChildSa child : children) {
                sa.children().removed(child);
                removed.addAll(removed(child, why));
            }
            if (!sa.children().all().isEmpty()) {
                return Step.to(withoutChildren(sa, why, last).next().orElseThrow(), removed);
            }
            List<Effect> effects = new ArrayList<>(last.effects());
            effects.addAll(removed);
            sa.closing(why);
            return IkeExchange.done(effects);
        }));
    }

    static List<SecurityAssociation> both(List<ChildSa> children) {
        return children.stream().flatMap(child -> child.both().stream()).toList();
    }

    /** A child is gone: its timers go too. */
    public static List<Effect> removed(ChildSa child, String why) {
        return List.of(
                new Effect.StopTimer(Timers.CHILD_REKEY + child.inboundSpi()),
                new Effect.StopTimer(Timers.CHILD_LIFETIME + child.inboundSpi()),
                new Effect.Emit(new NegotiationEvent(
                        Kind.REMOVED,
                        "child-sa",
                        "ESP 0x" + child.inboundSpi() + " and 0x" + child.outboundSpi() + ": " + why)));
    }
}
