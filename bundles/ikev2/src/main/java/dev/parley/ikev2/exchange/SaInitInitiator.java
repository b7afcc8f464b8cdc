package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.extension.NatDetection;
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
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The initiator's side of IKE_SA_INIT (RFC 7296 sections 1.2, 2.4, 2.6, 2.7). Nothing in an answer is authenticated yet: an error is
 * only a hint, and each acceptable answer is followed as a candidate.
 */
public final class SaInitInitiator {
    private static final int MAX_COOKIE_OCTETS = 64;
    /** IKE_SA_INIT has this Message ID in all its forms (section 2.6). */
    private static final long FIRST = 0;

    private static final Effect TOO_MANY = new Effect.Emit(new NegotiationEvent(
            Kind.IGNORED, "too-many-answers", "more than " + Defaults.MAX_CANDIDATES + " answers are not followed"));

    private SaInitInitiator() {}

    /** Opens an IKE SA. */
    public record Begin(IpsecWish asked) implements IkeExchange.Opening {
        @Override
        public Step<IkeSa, IkeMessage> open(IkeSa sa) throws Refusal {
            return start(sa, asked);
        }

        @Override
        public Optional<Wish> wish() {
            return Optional.of(asked);
        }
    }

    /** What all attempts of one negotiation share: a forged answer must not change it. */
    record Intent(IpsecWish wish, ChildCreation.Request child, Bytes ni, Offer offer) {}

    /** One key exchange begun, and one form of the request it went out in. */
    record Attempt(KeyExchanges.Begun begun, Bytes request) {
        int group() {
            return begun.number();
        }
    }

    /** Makes the first public value. */
    private static Step<IkeSa, IkeMessage> start(IkeSa sa, IpsecWish wish) throws Refusal {
        Offer offer = Offer.ike(wish.policy().suites(), sa.environment().catalog());
        if (offer.isEmpty()) {
            throw new Refusal(Blame.LOCAL_FAILURE, "no suite of connection " + wish.connection() + " can be offered")
                    .with(MissingAlgorithms.lines(
                            wish.policy().suites(), sa.environment().catalog()));
        }
        ChildCreation.Request child = ChildCreation.request(sa, wish);
        Intent intent = new Intent(wish, child, sa.environment().random().bytes(Defaults.NONCE_OCTETS), offer);
        Algorithm method = offer.firstKeyExchange().orElseThrow();
        return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Begun>start(
                KeyExchanges.begin(sa, offer, method), begun -> {
                    List<Effect> effects = sa.speech()
                            .askClear(ExchangeType.IKE_SA_INIT, request(sa, intent, begun, Optional.empty()));
                    Attempt attempt = new Attempt(begun, lastRequest(sa));
                    return IkeExchange.to(
                            new AwaitSaInitResponse(intent, List.of(attempt), Optional.empty(), 0, Optional.empty()),
                            effects);
                }));
    }

    /**
     * We sent SA, KE, Ni and await the answer, or several.
     *
     * @param attempts the last one is the one that is retransmitted
     * @param cookie what the peer wants to see in front (section 2.6)
     * @param restarts COOKIE and INVALID_KE_PAYLOAD answers that were acted upon
     * @param following the form of the request that living candidates answer
     */
    record AwaitSaInitResponse(
            Intent intent, List<Attempt> attempts, Optional<Bytes> cookie, int restarts, Optional<Attempt> following)
            implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage response) throws Refusal {
            Optional<NotifyPayload> demanded = response.notification(NotifyType.COOKIE);
            if (demanded.isPresent() && response.find(SaPayload.class).isEmpty()) {
                return withCookie(sa, demanded.get().data());
            }
            Optional<NotifyPayload> wrongGroup = response.notification(NotifyType.INVALID_KE_PAYLOAD);
            if (wrongGroup.isPresent() && wrongGroup.get().data().length() == 2) {
                return withGroup(sa, (int) wrongGroup.get().data().number(0, 2));
            }
            Optional<NotifyPayload> error = response.error();
            if (error.isPresent()) {
                int notifyType = error.get().notifyType();
                throw new Refusal(
                                Blame.NO_AGREEMENT,
                                NotifyType.code(notifyType),
                                "the peer answers " + NotifyType.name(notifyType)
                                        + ", which nothing authenticates (RFC 7296 section 2.21.1)")
                        .with(
                                notifyType == NotifyType.NO_PROPOSAL_CHOSEN
                                        ? Hints.offered(intent.offer(), ProtocolId.IKE)
                                        : List.of());
            }
            return follow(sa, response);
        }

        @Override
        public List<Effect> abandon(IkeSa sa) {
            attempts.forEach(attempt -> attempt.begun().close());
            return List.of();
        }

        /** Section 2.6: the same request with the cookie in front. */
        private Step<IkeSa, IkeMessage> withCookie(IkeSa sa, Bytes wanted) throws Refusal {
            bounded("COOKIE");
            if (wanted.isEmpty() || wanted.length() > MAX_COOKIE_OCTETS) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        "a cookie of " + wanted.length() + " octets: 1 to " + MAX_COOKIE_OCTETS
                                + " are allowed (RFC 7296 section 2.6)");
            }
            Attempt last = attempts.get(attempts.size() - 1);
            List<Effect> effects = sa.speech()
                    .askClearAgain(
                            ExchangeType.IKE_SA_INIT, FIRST, request(sa, intent, last.begun(), Optional.of(wanted)));
            Attempt again = new Attempt(last.begun(), lastRequest(sa));
            return IkeExchange.to(again(again, Optional.of(wanted)), effects);
        }

        /** Section 1.2: once more with the group that the peer wants, if we offered it. */
        private Step<IkeSa, IkeMessage> withGroup(IkeSa sa, int group) throws Refusal {
            bounded("INVALID_KE_PAYLOAD");
            Optional<Algorithm> method = intent.offer().keyExchange(group);
            if (method.isEmpty() || attempts.stream().anyMatch(attempt -> attempt.group() == group)) {
                throw new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(NotifyType.INVALID_KE_PAYLOAD),
                        "the peer wants key exchange " + group + ", which "
                                + (method.isEmpty() ? "we did not offer" : "we have sent already")
                                + " (RFC 7296 section 1.2)");
            }
            Work<KeyExchanges.Begun> begin = KeyExchanges.begin(sa, intent.offer(), method.get());
            return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Begun>on(this, begin, begun -> {
                List<Effect> effects =
                        sa.speech().askClearAgain(ExchangeType.IKE_SA_INIT, FIRST, request(sa, intent, begun, cookie));
                Attempt again = new Attempt(begun, lastRequest(sa));
                return IkeExchange.to(again(again, cookie), effects);
            }));
        }

        /**
         * Section 2.4: any acceptable answer may be the real one. It is taken to answer the last form of the request that fits: who
         * wants a cookie does not answer without, and if a forger wanted it, the peer answers both forms.
         */
        private Step<IkeSa, IkeMessage> follow(IkeSa sa, IkeMessage response) throws Refusal {
            if (sa.answers().follow(response.wire())) {
                return Step.to(this);
            }
            if (!sa.answers().haveRoom()) {
                return Step.to(this, List.of(TOO_MANY));
            }
            Choice choice =
                    Choice.accept(response.need(SaPayload.class, "SAr1").proposals(), ProtocolId.IKE, intent.offer());
            KePayload ke = response.need(KePayload.class, "KEr");
            Bytes nr = Nonces.answering(intent.ni(), response);
            OptionalInt chosen = intent.offer()
                    .keyExchangeNumber(choice.suite().keyExchange().orElseThrow());
            Optional<Attempt> fitting = attempts.stream()
                    .filter(attempt -> attempt.group() == ke.group() && chosen.orElse(-1) == ke.group())
                    .reduce((earlier, later) -> later);
            if (fitting.isEmpty() || response.header().responderCookie().isZero()) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        "the answer's key exchange " + ke.group() + " or SPI fits no request of ours");
            }
            Attempt attempt = fitting.get();
            unfollowed(following.filter(attempt::equals).isPresent(), "an answer to another form of IKE_SA_INIT");
            Handshake handshake = new Handshake(attempt.request(), response.wire(), intent.ni(), nr);
            IkeSa candidate = sa.candidate(response.header().responderCookie(), path(sa, response));
            sa.answers()
                    .followed(
                            response.wire(),
                            candidate,
                            Working.<IkeSa, IkeMessage, SharedSecret>start(
                                    attempt.begun().hear(ke),
                                    secret ->
                                            AuthInitiator.start(candidate, intent, choice.suite(), handshake, secret)));
            return Step.to(new AwaitSaInitResponse(intent, attempts, cookie, restarts, Optional.of(attempt)));
        }

        @Override
        public IkeExchange alone() {
            return new AwaitSaInitResponse(intent, attempts, cookie, restarts, Optional.empty());
        }

        /**
         * Section 2.4: several answers to one form of the request may be followed, since the peer gave one of them at most. Answers to two
         * forms may both be the peer's, which would then have an IKE SA that we know nothing of. So others wait: once the first has
         * proven false, the request is sent again, and answered again.
         */
        private void unfollowed(boolean sameForm, String what) throws Refusal {
            if (following.isPresent() && !sameForm) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        what + " beside an answer that is being followed: ignored for now (RFC 7296 section 2.4)");
            }
        }

        private AwaitSaInitResponse again(Attempt attempt, Optional<Bytes> shown) {
            List<Attempt> all =
                    Stream.concat(attempts.stream(), Stream.of(attempt)).toList();
            return new AwaitSaInitResponse(intent, all, shown, restarts + 1, following);
        }

        private void bounded(String what) throws Refusal {
            unfollowed(false, what);
            if (restarts >= Defaults.MAX_RESTARTS) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        what + " after " + restarts + " restarts: one more is ignored (RFC 7296 section 2.6)");
            }
        }
    }

    /** Section 2.23: past a NAT, everything goes on between the encapsulated endpoints. */
    private static IkePath path(IkeSa sa, IkeMessage response) {
        IkePath seen = NatDetection.examine(response, sa.path());
        Optional<Endpoint> local = sa.environment().encapsulated(seen.local());
        Optional<Endpoint> remote = sa.policy().orElseThrow().remote().encapsulated();
        return seen.translated()
                        && local.isPresent()
                        && remote.isPresent()
                        && !seen.remote().encapsulated()
                ? seen.through(local.get(), remote.get())
                : seen;
    }

    private static List<Payload> request(IkeSa sa, Intent intent, KeyExchanges.Begun begun, Optional<Bytes> cookie) {
        List<Payload> payloads = new ArrayList<>();
        cookie.ifPresent(octets -> payloads.add(NotifyPayload.of(NotifyType.COOKIE, octets)));
        payloads.add(new SaPayload(intent.offer().proposals(ProtocolId.IKE, Bytes.EMPTY)));
        payloads.add(begun.payload());
        payloads.add(new NoncePayload(intent.ni()));
        payloads.addAll(NatDetection.payloads(sa.spiI(), sa.spiR(), sa.path()));
        return payloads;
    }

    private static Bytes lastRequest(IkeSa sa) {
        return sa.window().outstanding(FIRST).orElseThrow().datagrams().get(0).octets();
    }
}
