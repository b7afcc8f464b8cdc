package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Rekeying;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our CREATE_CHILD_SA for a new child, or for one that takes another's place (RFC 7296 sections 1.3.1, 1.3.3, 2.8.1). */
public final class CreateChildInitiator {
    private CreateChildInitiator() {}

    /**
     * Makes a child.
     *
     * @param replaces the child whose place it takes, which is deleted afterwards
     * @param group the key exchange to begin with, if the peer has asked for one
     * @param attempt from 1; grows with each TEMPORARY_FAILURE and INVALID_KE_PAYLOAD
     * @param only what to ask for, if it is less than the policy wants
     */
    public record CreateChild(
            ChildPolicy child,
            Optional<ChildSa> replaces,
            Optional<Integer> group,
            int attempt,
            Optional<Wish> wish,
            Optional<Wanted> only)
            implements IkeExchange.Opening {
        /** A child that is not there yet. */
        public static CreateChild fresh(ChildPolicy child, Optional<Wish> wish) {
            return new CreateChild(child, Optional.empty(), Optional.empty(), 1, wish, Optional.empty());
        }

        /** A child for another's place. */
        public static CreateChild replacing(ChildPolicy child, ChildSa old, Optional<Wish> wish) {
            return new CreateChild(child, Optional.of(old), Optional.empty(), 1, wish, Optional.empty());
        }

        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            if (moot(sa)) {
                return IkeExchange.done(Settlement.good(wish));
            }
            Offer offer = Offer.laterEsp(child.suites(), sa.environment().catalog());
            if (offer.isEmpty()) {
                throw new Refusal(Blame.LOCAL_FAILURE, "no ESP suite of child " + child.name() + " can be offered")
                        .with(MissingAlgorithms.lines(
                                child.suites(), sa.environment().catalog()));
            }
            Wanted wanted = wanted(sa);
            Optional<Algorithm> method = group.flatMap(offer::keyExchange).or(offer::firstKeyExchange);
            if (method.isEmpty()) {
                return ask(sa, offer, wanted, Optional.empty());
            }
            return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Begun>start(
                    KeyExchanges.begin(sa, offer, method.get()), begun -> ask(sa, offer, wanted, Optional.of(begun))));
        }

        @Override
        public Optional<String> makes() {
            return Optional.of(child.name());
        }

        @Override
        public Optional<Rekeying.Doing> doing() {
            return Optional.of(replaces.<Rekeying.Doing>map(old -> new Rekeying.Doing.Child(old.inboundSpi()))
                    .orElseGet(Rekeying.Doing.Creating::new));
        }

        /** What was to be replaced has a lifetime that goes on. */
        @Override
        public List<Effect> fruitless(IkeSa sa) {
            return replaces.filter(old -> wish.isEmpty()
                            && sa.children().stays(old)
                            && old.inbound().lifetimeSeconds() > 0)
                    .<List<Effect>>map(old -> List.of(new Effect.StartTimer(
                            Timers.CHILD_REKEY + old.inboundSpi(),
                            Established.again(old.inbound().lifetimeSeconds()))))
                    .orElse(List.of());
        }

        private Wanted wanted(IkeSa sa) throws Refusal {
            if (only.isPresent()) {
                return only.get();
            }
            return replaces.isPresent() ? Wanted.again(sa.path(), child, replaces.get()) : Wanted.of(sa.path(), child);
        }

        /** Whether what is wanted is there, or what is to be replaced is not, or is replaced by the peer. */
        private boolean moot(IkeSa sa) {
            return replaces.map(
                            old -> !sa.children().stays(old) || sa.rekeying().isCrossed(old.inboundSpi()))
                    .orElseGet(() -> sa.children()
                            .named(child.name())
                            .filter(sa.children()::stays)
                            .isPresent());
        }

        /** Asked again after work: the peer may have been faster. */
        private Step<IkeSa, IkeMessage> ask(IkeSa sa, Offer offer, Wanted wanted, Optional<KeyExchanges.Begun> begun)
                throws Refusal {
            if (moot(sa)) {
                begun.ifPresent(KeyExchanges.Begun::close);
                return IkeExchange.done(Settlement.good(wish));
            }
            Bytes spi = ChildCreation.freeSpi(sa);
            Bytes ni = sa.environment().random().bytes(Defaults.NONCE_OCTETS);
            List<Payload> payloads = new ArrayList<>();
            replaces.ifPresent(old -> payloads.add(
                    new NotifyPayload(ProtocolId.ESP, old.inboundSpi(), NotifyType.REKEY_SA, Bytes.EMPTY)));
            payloads.add(new SaPayload(offer.proposals(ProtocolId.ESP, spi)));
            payloads.add(new NoncePayload(ni));
            begun.ifPresent(key -> payloads.add(key.payload()));
            payloads.addAll(wanted.payloads());
            List<Effect> effects = sa.ask(ExchangeType.CREATE_CHILD_SA, payloads);
            return IkeExchange.to(new AwaitChildCreated(this, offer, wanted, spi, ni, begun), effects);
        }

        /** The same once more, perhaps with another key exchange. */
        CreateChild again(Optional<Integer> wanted) {
            return new CreateChild(child, replaces, wanted, attempt + 1, wish, only);
        }

        /** The same for less traffic. */
        CreateChild only(Wanted less) {
            return new CreateChild(child, replaces, group, attempt + 1, wish, Optional.of(less));
        }
    }

    /** We sent SA, Ni, [KEi], TSi, TSr and await the peer's choice. */
    record AwaitChildCreated(
            CreateChild asked, Offer offer, Wanted wanted, Bytes spi, Bytes ni, Optional<KeyExchanges.Begun> begun)
            implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) throws Refusal {
            if (response.find(SaPayload.class).isEmpty()) {
                return CreateChildRefused.by(response, sa, this);
            }
            try {
                return chosen(sa, response);
            } catch (Refusal refusal) {
                return unusable(sa, refusal);
            }
        }

        private Step<IkeSa, IkeMessage> chosen(IkeSa sa, IkeMessage response) throws Refusal {
            Choice choice = Choice.accept(response.need(SaPayload.class, "SA").proposals(), ProtocolId.ESP, offer);
            Bytes nr = Nonces.answering(ni, response);
            ChildCreation.Agreement agreed = new ChildCreation.Agreement(
                    sa.policy().orElseThrow(),
                    sa.peer().orElseThrow(),
                    Role.INITIATOR,
                    choice.suite(),
                    wanted.granted(sa.path(), asked.child(), response),
                    spi,
                    Selectors.spi(choice));
            if (choice.keyExchangeNumber().isEmpty()) {
                return install(sa, agreed, Optional.empty(), nr);
            }
            KePayload ke = response.need(KePayload.class, "KEr");
            if (begun.isEmpty()
                    || ke.group() != begun.get().number()
                    || choice.keyExchangeNumber().getAsInt() != ke.group()) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        "KEr is for key exchange " + ke.group() + ", which is not what we began");
            }
            return Step.to(Working.<IkeSa, IkeMessage, SharedSecret>on(
                            this, begun.get().hear(ke), secret -> {
                                try (secret) {
                                    return install(sa, agreed, Optional.of(secret), nr);
                                } catch (Refusal refusal) {
                                    return unusable(sa, refusal);
                                }
                            })
                    .orElse(refusal -> unusable(sa, refusal)));
        }

        @Override
        public List<Effect> abandon(IkeSa sa) {
            begun.ifPresent(KeyExchanges.Begun::close);
            return List.of();
        }

        private Step<IkeSa, IkeMessage> install(
                IkeSa sa, ChildCreation.Agreement agreed, Optional<SharedSecret> secret, Bytes nr) throws Refusal {
            ChildSa made = ChildCreation.pair(sa, sa.path(), secret, ni, nr, agreed);
            abandon(sa);
            if (sa.rekeying().isForgone(made.outboundSpi())) {
                return ChildUnmade.forgone(sa, made, asked);
            }
            sa.children().added(made);
            Optional<Refusal> unfit = Wanted.unfit(agreed.narrowing());
            if (unfit.isPresent()) {
                return IkeExchange.done(ChildUnmade.uninstalled(sa, made, asked, unfit.get()));
            }
            List<Effect> remarks = wanted.remarks(agreed.narrowing());
            return Step.to(
                    Working.<IkeSa, IkeMessage>change(made.placed(), List.of(), done -> created(sa, made, nr, remarks))
                            .orElse(refusal -> IkeExchange.done(ChildUnmade.uninstalled(sa, made, asked, refusal))));
        }

        private Step<IkeSa, IkeMessage> unusable(IkeSa sa, Refusal refusal) {
            abandon(sa);
            return IkeExchange.done(ChildUnmade.unusable(sa, spi, asked, refusal));
        }

        private Step<IkeSa, IkeMessage> created(IkeSa sa, ChildSa made, Bytes nr, List<Effect> remarks) {
            if (sa.children().from(made.inboundSpi()).isEmpty()) {
                return ChildUnmade.forgone(sa, made, asked);
            }
            List<Effect> effects = new ArrayList<>(Established.child(sa, made));
            effects.addAll(remarks);
            asked.replaces().ifPresent(old -> dispose(sa, old, made, nr));
            effects.addAll(Settlement.good(asked.wish()));
            return IkeExchange.done(effects);
        }

        /** Section 2.8.1: of two replacements the one with the lowest nonce goes, by who made it; the old child by the other. */
        private void dispose(IkeSa sa, ChildSa old, ChildSa made, Bytes nr) {
            Optional<Rekeying.Crossing<ChildSa>> crossing = sa.rekeying().takeCrossing(old.inboundSpi());
            boolean lost = crossing.filter(theirs -> lower(ni, nr).compareTo(theirs.lowestNonce()) < 0)
                    .isPresent();
            if (lost) {
                sa.children().superseded(old);
            }
            ChildSa redundant = lost ? made : old;
            String why = lost ? "the peer's replacement stays (RFC 7296 section 2.8.1)" : "it is replaced";
            delete(sa, redundant, why);
        }
    }

    /** Deletes a child that is not to stay, unless that is on its way. */
    static void delete(IkeSa sa, ChildSa redundant, String why) {
        if (sa.children().from(redundant.inboundSpi()).isPresent()
                && !sa.children().isClosing(redundant)) {
            sa.children().closing(redundant);
            sa.agenda().add(new InformationalInitiator.DeleteChild(redundant, why, Optional.empty()));
        }
    }

    /** The lower of two nonces, as section 2.8.1 compares them. */
    static Bytes lower(Bytes one, Bytes other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
