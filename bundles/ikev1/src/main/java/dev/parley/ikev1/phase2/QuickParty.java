package dev.parley.ikev1.phase2;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.RoundTrip;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.Identification;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.doi.Choice;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.exchange.Contents;
import dev.parley.isakmp.exchange.Party;
import dev.parley.isakmp.exchange.Preparation;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One side of Quick Mode: what it knows so far (RFC 2409 section 5.5). Nobody outside sees one change. */
final class QuickParty implements Party<QuickParty> {
    private static final int LEAST_NONCE_OCTETS = 8;
    private static final int MOST_NONCE_OCTETS = 256;

    /** Stands in a message's composition for what only the whole message gives. */
    private static final HashPayload UNHASHED = new HashPayload(Bytes.EMPTY);

    private final Ikev1Sa sa;
    private final Role us;
    private Opening opening;
    private final Bytes ourSpi;
    private final Bytes ourNonce;
    private List<Proposal> offer = List.of();
    private Optional<QuickChoice.Traffic> traffic = Optional.empty();
    private OptionalInt group = OptionalInt.empty();
    private List<IdPayload> identities = List.of();
    private Optional<Proposal> chosen = Optional.empty();
    private Bytes theirNonce = Bytes.EMPTY;
    private Optional<Bytes> theirKe = Optional.empty();
    private Optional<RoundTrip> exchange = Optional.empty();
    private Optional<ChildPair> pair = Optional.empty();
    private Installed installed = Installed.NOTHING;

    /** How much of the pair is with the sinks. */
    private enum Installed {
        NOTHING,
        INBOUND,
        BOTH
    }

    private QuickParty(Ikev1Sa sa, Role us, Opening opening) {
        this.sa = sa;
        this.us = us;
        this.opening = opening;
        this.ourSpi = PairMaking.freeSpi(sa);
        this.ourNonce = sa.environment().random().bytes(Defaults.NONCE_OCTETS);
    }

    private QuickParty(QuickParty other) {
        sa = other.sa;
        us = other.us;
        opening = other.opening;
        ourSpi = other.ourSpi;
        ourNonce = other.ourNonce;
        offer = other.offer;
        traffic = other.traffic;
        group = other.group;
        identities = other.identities;
        chosen = other.chosen;
        theirNonce = other.theirNonce;
        theirKe = other.theirKe;
        exchange = other.exchange;
        pair = other.pair;
        installed = other.installed;
    }

    /**
     * Who asks for {@code child}.
     *
     * @throws Refusal Quick Mode has no words for it
     */
    static QuickParty initiator(Ikev1Sa sa, Policy policy, ChildPolicy child, Opening opening) throws Refusal {
        QuickParty party = new QuickParty(sa, Role.INITIATOR, opening);
        Clients clients = Clients.of(child);
        party.traffic = Optional.of(new QuickChoice.Traffic(policy, child, clients));
        party.group = KeyExchanges.group(sa.environment().catalog(), child);
        party.offer = QuickChoice.offer(sa, child, party.group, party.ourSpi);
        party.identities = List.of(Identification.of(clients.initiator()), Identification.of(clients.responder()));
        return party;
    }

    /** Who is asked. */
    static QuickParty responder(Ikev1Sa sa) {
        return new QuickParty(sa, Role.RESPONDER, Opening.UNASKED);
    }

    Opening opening() {
        return opening;
    }

    /** The child's name, if it is known which one is meant. */
    String name() {
        return traffic.map(each -> each.child().name()).orElse("");
    }

    /** What we offered, or were offered. */
    List<Proposal> offer() {
        return offer;
    }

    Bytes ourSpi() {
        return ourSpi;
    }

    /** What was made, half of it perhaps. */
    Optional<ChildPair> pair() {
        return pair;
    }

    /** What proves message {@code number}. */
    Protected.Proof proof(int number, long messageId) {
        Bytes ni = us == Role.INITIATOR ? ourNonce : theirNonce;
        Bytes nr = us == Role.INITIATOR ? theirNonce : ourNonce;
        return switch (number) {
            case 1 -> Protected.first(sa, messageId);
            case 2 -> Protected.second(sa, messageId, ni);
            default -> Protected.third(sa, messageId, ni, nr);
        };
    }

    @Override
    public QuickParty take(MessageRule rule, Contents heard) throws Refusal {
        QuickParty next = new QuickParty(this);
        if (rule.number() <= 2) {
            next.hear(heard);
        }
        return next;
    }

    private void hear(Contents heard) throws Refusal {
        SaPayload proposed = heard.one(Ikev1Exchanges.SA, SaPayload.class);
        if (heard.message().payloads().get(1) != proposed) {
            throw malformed("the SA payload does not come behind HASH (RFC 2409 section 5.5)");
        }
        proposed.demandUnderstood();
        theirNonce = heard.body(Ikev1Exchanges.NONCE).compact();
        if (theirNonce.length() < LEAST_NONCE_OCTETS || theirNonce.length() > MOST_NONCE_OCTETS) {
            throw malformed("the nonce has " + theirNonce.length() + " octets, not " + LEAST_NONCE_OCTETS + " to "
                    + MOST_NONCE_OCTETS + " (RFC 2409 section 5)");
        }
        theirKe = heard.find(Ikev1Exchanges.KE, KePayload.class).map(KePayload::data);
        Optional<IdPayload> idci = heard.find(Ikev1Exchanges.ID_CI, IdPayload.class);
        Optional<IdPayload> idcr = heard.find(Ikev1Exchanges.ID_CR, IdPayload.class);
        if (idci.isPresent() != idcr.isPresent()) {
            throw malformed("IDci comes without IDcr");
        }
        if (us == Role.INITIATOR) {
            verify(proposed, idci.isEmpty() ? List.of() : List.of(idci.get(), idcr.get()));
        } else {
            identities = idci.isEmpty() ? List.of() : List.of(idci.get(), idcr.get());
            choose(proposed);
        }
    }

    private void choose(SaPayload proposed) throws Refusal {
        offer = proposed.proposals();
        Clients clients = identities.isEmpty()
                ? Clients.ends(sa.path(), Role.RESPONDER)
                : new Clients(Identification.selector(identities.get(0)), Identification.selector(identities.get(1)));
        traffic = Optional.of(QuickChoice.traffic(sa, clients));
        ChildPolicy child = traffic.get().child();
        opening = new Opening(Optional.empty(), QuickChoice.same(sa, traffic.get()));
        group = KeyExchanges.group(sa.environment().catalog(), child);
        chosen = Optional.of(QuickChoice.choose(sa, child, group, proposed.proposals()));
        agreed();
    }

    private void verify(SaPayload answered, List<IdPayload> said) throws Refusal {
        List<Proposal> agreed = Choice.verified(offer, answered.proposals(), new IpsecDoi()::unmodified);
        QuickChoice.demandSpi(sa, agreed.get(0));
        if (!said.isEmpty() && !said.equals(identities)) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    NotifyType.code(NotifyType.INVALID_ID_INFORMATION),
                    "the answer names other traffic than we asked for");
        }
        chosen = Optional.of(agreed.get(0));
        agreed();
    }

    private void agreed() throws Refusal {
        if (theirKe.isPresent() != group.isPresent()) {
            throw new Refusal(
                    Blame.NO_AGREEMENT,
                    NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN),
                    group.isPresent()
                            ? "child " + name() + " wants a key exchange of its own, and the peer sent no KE payload"
                            : "the peer sent a KE payload, and child " + name() + " has no key exchange of its own");
        }
        if (group.isEmpty()) {
            make();
        }
    }

    private void make() throws Refusal {
        pair = Optional.of(PairMaking.pair(sa, agreement()));
        exchange.flatMap(RoundTrip::secret).ifPresent(SharedSecret::wipe);
    }

    @Override
    public List<Payload> fill(MessageRule rule, Slot slot) {
        return switch (slot.name()) {
            case Ikev1Exchanges.HASH -> List.of(UNHASHED);
            case Ikev1Exchanges.SA ->
                List.of(new SaPayload(
                        IpsecDoi.NUMBER, Situations.identityOnly(), us == Role.INITIATOR ? offer : List.of(answer())));
            case Ikev1Exchanges.NONCE -> List.of(new NoncePayload(ourNonce));
            case Ikev1Exchanges.KE ->
                exchange.map(each -> List.<Payload>of(new KePayload(each.said())))
                        .orElse(List.of());
            case Ikev1Exchanges.ID_CI ->
                List.copyOf(identities.stream().limit(1).toList());
            case Ikev1Exchanges.ID_CR -> List.copyOf(identities.stream().skip(1).toList());
            default -> List.of();
        };
    }

    private Proposal answer() {
        Proposal taken = chosen.orElseThrow();
        return taken.taken(ourSpi, taken.transforms().get(0));
    }

    @Override
    public Optional<Preparation<QuickParty>> before(int number) {
        if (exchangeIsDue(number) || answerIsDue()) {
            String what = KeyExchanges.wanted(traffic.orElseThrow().child())
                    .orElseThrow()
                    .key();
            return Optional.of(Preparation.work(Work.computing(what, random -> exchanged(random))));
        }
        if (installed == Installed.NOTHING && number == (us == Role.INITIATOR ? 3 : 2)) {
            return Optional.of(us == Role.INITIATOR ? placing(Installed.BOTH) : placing(Installed.INBOUND));
        }
        return installed == Installed.INBOUND && number == 4 ? Optional.of(placing(Installed.BOTH)) : Optional.empty();
    }

    /** A responder may send only after the third message: it proves that the initiator is alive. */
    private Preparation<QuickParty> placing(Installed now) {
        QuickParty next = new QuickParty(this);
        next.installed = now;
        List<Effect.Placed> placed = new ArrayList<>();
        if (installed == Installed.NOTHING) {
            placed.add(new Effect.Placed(pair.orElseThrow().inbound(), true));
        }
        if (now == Installed.BOTH) {
            placed.add(new Effect.Placed(pair.orElseThrow().outbound(), false));
        }
        return Preparation.change(placed, List.of(), next);
    }

    private boolean exchangeIsDue(int number) {
        return group.isPresent() && exchange.isEmpty() && number <= 2;
    }

    private boolean answerIsDue() {
        return exchange.isPresent()
                && theirKe.isPresent()
                && exchange.get().secret().isEmpty();
    }

    private QuickParty exchanged(RandomSource random) throws GeneralSecurityException, Unavailable, Refusal {
        QuickParty next = new QuickParty(this);
        KeyExchangeMethod method = KeyExchanges.method(
                sa.environment().catalog(),
                KeyExchanges.wanted(traffic.orElseThrow().child()).orElseThrow());
        if (answerIsDue()) {
            next.exchange = Optional.of(exchange.get().hear(theirKe.get()));
        } else {
            next.exchange = Optional.of(
                    theirKe.isPresent()
                            ? RoundTrip.respond(method, group, random, theirKe.get())
                            : RoundTrip.initiate(method, group, random));
        }
        if (next.exchange.flatMap(RoundTrip::secret).isPresent()) {
            next.make();
        }
        return next;
    }

    private PairMaking.Agreement agreement() throws Refusal {
        Proposal taken = chosen.orElseThrow();
        QuickChoice.Traffic what = traffic.orElseThrow();
        return new PairMaking.Agreement(
                what.policy(),
                what.child(),
                what.clients(),
                us,
                IpsecTransform.of(taken.protocol(), taken.transforms().get(0)),
                ourSpi,
                taken.spi(),
                us == Role.INITIATOR ? ourNonce : theirNonce,
                us == Role.INITIATOR ? theirNonce : ourNonce,
                exchange.flatMap(RoundTrip::secret));
    }

    /** Nothing more is agreed on. */
    void wipe() {
        exchange.ifPresent(RoundTrip::wipe);
    }

    private static Refusal malformed(String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(NotifyType.PAYLOAD_MALFORMED), why);
    }
}
