package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Rekeying;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.Algorithm;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our CREATE_CHILD_SA for a new IKE SA in this one's place (RFC 7296 sections 1.3.2, 2.8.2, 2.18). */
public final class RekeyIkeInitiator {
    private static final String REPLACED = "it is replaced";

    private RekeyIkeInitiator() {}

    /**
     * Replaces the IKE SA.
     *
     * @param group the key exchange to begin with, if the peer has asked for one
     * @param attempt from 1; grows with each TEMPORARY_FAILURE and INVALID_KE_PAYLOAD
     */
    public record RekeyIke(Optional<Integer> group, int attempt, Optional<Wish> wish) implements IkeExchange.Opening {
        public static RekeyIke first(Optional<Wish> wish) {
            return new RekeyIke(Optional.empty(), 1, wish);
        }

        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            if (sa.life() != Life.ESTABLISHED) {
                return IkeExchange.done(Settlement.good(wish));
            }
            Offer offer = Offer.ike(
                    sa.policy().orElseThrow().suites(), sa.environment().catalog());
            if (offer.isEmpty()) {
                throw new Refusal(Blame.LOCAL_FAILURE, "no suite for a new IKE SA can be offered");
            }
            Algorithm method = group.flatMap(offer::keyExchange)
                    .or(offer::firstKeyExchange)
                    .orElseThrow();
            return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Begun>start(
                    KeyExchanges.begin(sa, offer, method), begun -> ask(sa, offer, begun)));
        }

        @Override
        public Optional<Rekeying.Doing> doing() {
            return Optional.of(new Rekeying.Doing.Ike());
        }

        @Override
        public boolean aboutIke() {
            return true;
        }

        @Override
        public boolean outlives(IkeSa sa) {
            return sa.succession().replaced();
        }

        /** After work the peer may have been faster: then its new IKE SA stays. */
        private Step<IkeSa, IkeMessage> ask(IkeSa sa, Offer offer, KeyExchanges.Begun begun) throws Refusal {
            if (sa.life() != Life.ESTABLISHED || sa.rekeying().isCrossed()) {
                begun.close();
                return IkeExchange.done(sa.ended().isPresent() ? List.of() : Settlement.good(wish));
            }
            Bytes spiI = sa.environment().random().bytes(IsakmpHeader.COOKIE_OCTETS);
            Bytes ni = sa.environment().random().bytes(Defaults.NONCE_OCTETS);
            List<Effect> effects = sa.ask(
                    ExchangeType.CREATE_CHILD_SA,
                    List.of(
                            new SaPayload(offer.proposals(ProtocolId.IKE, spiI)),
                            new NoncePayload(ni),
                            begun.payload()));
            return IkeExchange.to(new AwaitIkeRekeyed(this, offer, spiI, ni, begun), effects);
        }

        @Override
        public boolean inherited() {
            return false;
        }

        @Override
        public List<Effect> fruitless(IkeSa sa) {
            long lifetime = sa.policy().orElseThrow().lifetimeSeconds();
            return wish.isEmpty() && sa.life() == Life.ESTABLISHED && lifetime > 0
                    ? List.of(new Effect.StartTimer(sa.timer(Timers.REKEY), Established.again(lifetime)))
                    : List.of();
        }

        private RekeyIke again(Optional<Integer> wanted) {
            return new RekeyIke(wanted, attempt + 1, wish);
        }
    }

    /** We sent SA, Ni, KEi and await the peer's choice. */
    record AwaitIkeRekeyed(RekeyIke asked, Offer offer, Bytes spiI, Bytes ni, KeyExchanges.Begun begun)
            implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) throws Refusal {
            if (response.find(SaPayload.class).isEmpty()) {
                return refused(sa, response);
            }
            Choice choice = Choice.accept(response.need(SaPayload.class, "SA").proposals(), ProtocolId.IKE, offer);
            Bytes spiR = choice.theirs().spi();
            KePayload ke = response.need(KePayload.class, "KEr");
            Bytes nr = Nonces.answering(ni, response);
            if (spiR.length() != IsakmpHeader.COOKIE_OCTETS
                    || spiR.isZero()
                    || ke.group() != begun.number()
                    || choice.keyExchangeNumber().orElse(-1) != ke.group()) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED, "the peer's SPI or key exchange for the new IKE SA is not usable");
            }
            return Step.to(Working.<IkeSa, IkeMessage, SharedSecret>on(this, begun.hear(ke), secret -> {
                abandon(sa);
                IkeAlgorithms algorithms =
                        choice.suite().resolve(sa.environment().catalog());
                IkeKeys keys;
                try (secret) {
                    keys = RekeyIkeResponder.keys(sa, algorithms, secret, ni, nr, spiI, spiR);
                }
                IkeSa next = sa.successor(
                        Role.INITIATOR,
                        spiI,
                        spiR,
                        choice.suite(),
                        keys,
                        response.when().monotonic());
                List<Effect> effects = new ArrayList<>(RekeyIkeResponder.appeared(next, keys));
                boolean late = sa.ended().isPresent();
                effects.addAll(settle(sa, next, nr));
                effects.addAll(late ? List.of() : Settlement.good(asked.wish()));
                return IkeExchange.done(effects);
            }));
        }

        @Override
        public List<Effect> abandon(IkeSa sa) {
            begun.close();
            return List.of();
        }

        /**
         * Section 2.8.2: of two new IKE SAs the one with the lowest nonce goes, by who made it; the old one by the other. A peer that has
         * deleted the old one already has made that judgement before us.
         */
        private List<Effect> settle(IkeSa sa, IkeSa next, Bytes nr) {
            Optional<Rekeying.Crossing<IkeSa>> crossing = sa.rekeying().takeCrossing();
            boolean lost = crossing.filter(
                            theirs -> CreateChildInitiator.lower(ni, nr).compareTo(theirs.lowestNonce()) < 0)
                    .isPresent();
            boolean over = sa.ended().isPresent();
            boolean gone =
                    crossing.filter(theirs -> theirs.made().ended().isPresent()).isPresent();
            if (lost && gone) {
                sa.succession().replacedBy(next);
                next.agenda().add(new InformationalInitiator.DeleteIke("the peer closed it", Optional.empty()));
                return List.of();
            }
            if (lost || over || sa.succession().replaced()) {
                crossing.ifPresent(theirs -> sa.succession().replacedBy(theirs.made()));
                next.agenda()
                        .add(new InformationalInitiator.DeleteIke(
                                "the peer's new IKE SA stays (RFC 7296 section 2.8.2)", Optional.empty()));
                return List.of();
            }
            sa.succession().replacedBy(next);
            sa.agenda().add(new InformationalInitiator.DeleteIke(REPLACED, Optional.empty()));
            return crossing.<List<Effect>>map(theirs -> List.of(
                            new Effect.StartTimer(theirs.made().timer(Timers.LIFETIME), Defaults.REPLACED_MILLIS)))
                    .orElse(List.of());
        }

        private Step<IkeSa, IkeMessage> refused(IkeSa sa, IkeMessage response) throws Refusal {
            abandon(sa);
            NotifyPayload error = response.error()
                    .orElseThrow(
                            () -> new Refusal(Blame.PEER_MISBEHAVED, "the peer answers CREATE_CHILD_SA with nothing"));
            sa.succession().yields();
            if (sa.succession().replaced()) {
                return IkeExchange.done(Settlement.good(asked.wish()));
            }
            if (error.notifyType() == NotifyType.NO_ADDITIONAL_SAS) {
                return CreateChildRefused.startOver(sa, asked, asked.wish());
            }
            boolean more = asked.attempt() < Defaults.MAX_ATTEMPTS;
            if (error.notifyType() == NotifyType.TEMPORARY_FAILURE) {
                return more
                        ? IkeExchange.done(sa.defer(asked.again(asked.group()), asked.attempt()))
                        : CreateChildRefused.outOfStep(sa, asked.wish());
            }
            if (more
                    && error.notifyType() == NotifyType.INVALID_KE_PAYLOAD
                    && error.data().length() == 2) {
                int wanted = (int) error.data().number(0, 2);
                if (wanted != begun.number() && offer.keyExchange(wanted).isPresent()) {
                    sa.agenda().add(asked.again(Optional.of(wanted)));
                    return IkeExchange.done(List.of());
                }
            }
            Refusal refusal = new Refusal(
                    Blame.NO_AGREEMENT,
                    NotifyType.code(error.notifyType()),
                    "the peer makes no new IKE SA: " + NotifyType.name(error.notifyType()));
            List<Effect> effects = new ArrayList<>(List.of(Hints.refused(refusal)));
            effects.addAll(Settlement.bad(asked.wish(), refusal));
            effects.addAll(asked.fruitless(sa));
            return IkeExchange.done(effects);
        }
    }
}
