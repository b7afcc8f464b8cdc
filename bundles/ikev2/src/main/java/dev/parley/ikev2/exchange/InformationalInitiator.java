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
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
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
    }

    /** Any answer will do. */
    record AwaitLife(Optional<Wish> wish) implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) {
            return IkeExchange.done(settled(wish));
        }
    }

    /** Deletes a child. */
    public record DeleteChild(ChildSa child, String why, Optional<Wish> wish) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            if (!sa.children().contains(child)) {
                return IkeExchange.done(settled(wish));
            }
            List<Effect> effects = sa.ask(
                    ExchangeType.INFORMATIONAL,
                    List.of(new DeletePayload(ProtocolId.ESP, List.of(child.inboundSpi()))));
            sa.closing(child);
            return IkeExchange.to(new AwaitChildDeleted(this), effects);
        }

        @Override
        public boolean removes() {
            return true;
        }
    }

    /** The peer deletes its half; if its own DELETE crossed ours, both are gone already. */
    record AwaitChildDeleted(DeleteChild asked) implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) {
            ChildSa child = asked.child();
            if (!sa.children().contains(child)) {
                return IkeExchange.done(settled(asked.wish()));
            }
            return Step.to(Working.change(List.of(), child.both(), done -> {
                List<Effect> effects = new ArrayList<>();
                if (sa.children().contains(child)) {
                    sa.childRemoved(child);
                    effects.addAll(InformationalResponder.removed(sa, child, asked.why()));
                }
                effects.addAll(settled(asked.wish()));
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
            List<ChildSa> children = sa.children();
            return Step.to(Working.change(List.of(), InformationalResponder.both(children), done -> {
                List<Effect> effects = new ArrayList<>();
                for (ChildSa child : children) {
                    sa.childRemoved(child);
                    effects.addAll(InformationalResponder.removed(sa, child, why));
                }
                sa.closing(why);
                effects.addAll(settled(wish));
                return IkeExchange.done(effects);
            }));
        }
    }

    private static List<Effect> settled(Optional<Wish> wish) {
        return wish.<List<Effect>>map(each -> List.of(new Effect.Settled(each, Optional.empty())))
                .orElse(List.of());
    }
}
