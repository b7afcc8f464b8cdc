package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** INFORMATIONAL exchanges of ours: is the peer alive, delete a child, delete the IKE SA (RFC 7296 sections 1.4 and 2.4). */
public final class InformationalInitiator {
    private InformationalInitiator() {}

    /** Asks whether the peer lives: an empty message. */
    public record Liveness(Optional<Wish> wish) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            return IkeExchange.to(new AwaitLife(wish), sa.ask(ExchangeType.INFORMATIONAL, List.of()));
        }

        @Override
        public boolean inherited() {
            return wish.isPresent();
        }
    }

    /** Any answer will do. */
    record AwaitLife(Optional<Wish> wish) implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) {
            return IkeExchange.done(Settlement.good(wish));
        }
    }

    /** Deletes a child. */
    public record DeleteChild(ChildSa child, String why, Optional<Wish> wish) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            return delete(sa, sa.children().now(child).stream().toList(), why, wish);
        }

        /** Nobody uses it any more, so it has to go. */
        @Override
        public List<Effect> fruitless(IkeSa sa) {
            return sa.children()
                    .now(child)
                    .map(each -> sa.defer(new DeleteChild(each, why, Optional.empty()), 1))
                    .orElse(List.of());
        }

        @Override
        public Optional<String> about() {
            return Optional.of(child.name());
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Deletes a child that we never had, by the SPI that we named for it: the peer has it. */
    record DeleteUnmade(Bytes spi) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            return IkeExchange.to(
                    new AwaitLife(wish()),
                    sa.ask(ExchangeType.INFORMATIONAL, List.of(new DeletePayload(ProtocolId.ESP, List.of(spi)))));
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    /** Takes down all pairs of a child: there are several while one takes another's place. */
    public record TakeDown(String child, Optional<Wish> wish) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            List<ChildSa> doomed = sa.children().all().stream()
                    .filter(each -> each.name().equals(child))
                    .toList();
            // Whoever asked for the same under the same wish is told by the host that the deletion overtook it.
            Step<IkeSa, IkeMessage> step = delete(sa, doomed, "taken down", wish);
            List<Effect> effects = new ArrayList<>(step.effects());
            Refusal moot = new Refusal(Blame.LOCAL_FAILURE, "child " + child + " was taken down before it was up");
            for (IkeExchange.Opening waiting :
                    sa.agenda().take(each -> each.makes().filter(child::equals).isPresent())) {
                effects.addAll(Settlement.bad(waiting.wish().filter(each -> !wish.equals(Optional.of(each))), moot));
            }
            return step.next().map(next -> Step.to(next, effects)).orElseGet(() -> Step.done(effects));
        }

        @Override
        public Optional<String> about() {
            return Optional.of(child);
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    private static Step<IkeSa, IkeMessage> delete(IkeSa sa, List<ChildSa> doomed, String why, Optional<Wish> wish)
            throws Refusal {
        if (doomed.isEmpty()) {
            return IkeExchange.done(Settlement.good(wish));
        }
        List<Effect> effects = sa.ask(
                ExchangeType.INFORMATIONAL,
                List.of(new DeletePayload(
                        ProtocolId.ESP, doomed.stream().map(ChildSa::inboundSpi).toList())));
        doomed.forEach(sa.children()::closing);
        return IkeExchange.to(new AwaitChildrenDeleted(doomed, why, wish), effects);
    }

    /** The peer deletes its halves; those that its own DELETE named as well are gone already. */
    record AwaitChildrenDeleted(List<ChildSa> doomed, String why, Optional<Wish> wish) implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) {
            List<ChildSa> left = doomed.stream()
                    .flatMap(child -> sa.children().now(child).stream())
                    .toList();
            if (left.isEmpty()) {
                return IkeExchange.done(Settlement.good(wish));
            }
            return Step.to(Working.change(List.of(), InformationalResponder.both(left), done -> {
                List<Effect> effects = new ArrayList<>();
                for (ChildSa child : left) {
                    if (sa.children().now(child).isPresent()) {
                        sa.children().removed(child);
                        effects.addAll(InformationalResponder.removed(child, why));
                    }
                }
                effects.addAll(Settlement.good(wish));
                return IkeExchange.done(effects);
            }));
        }
    }

    /** Deletes the IKE SA and with it all its children. */
    public record DeleteIke(String why, Optional<Wish> wish) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            List<Effect> effects =
                    sa.ask(ExchangeType.INFORMATIONAL, List.of(new DeletePayload(ProtocolId.IKE, List.of())));
            sa.closing();
            return IkeExchange.to(new AwaitIkeDeleted(why, wish), effects);
        }

        /** Who wants no IKE SA does not want another in its place either. */
        @Override
        public boolean inherited() {
            return wish.isPresent();
        }

        @Override
        public boolean aboutIke() {
            return true;
        }

        @Override
        public int urgency() {
            return 0;
        }

        @Override
        public boolean removes() {
            return true;
        }

        @Override
        public boolean closes() {
            return true;
        }
    }

    /** Tells a peer that believes to be authenticated that it is not (section 2.21.2); what follows is as after a delete. */
    public record RejectPeer(String why, Optional<Wish> wish) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            List<Effect> effects =
                    sa.ask(ExchangeType.INFORMATIONAL, List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED)));
            sa.closing();
            return IkeExchange.to(new AwaitIkeDeleted(why, wish), effects);
        }

        @Override
        public boolean aboutIke() {
            return true;
        }

        @Override
        public int urgency() {
            return 0;
        }

        @Override
        public boolean closes() {
            return true;
        }
    }

    /** Whatever the peer answers, the IKE SA is gone. */
    record AwaitIkeDeleted(String why, Optional<Wish> wish) implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) {
            return InformationalResponder.withoutChildren(sa, why, () -> Settlement.good(wish));
        }
    }
}
