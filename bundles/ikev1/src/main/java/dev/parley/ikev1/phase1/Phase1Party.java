package dev.parley.ikev1.phase1;

import dev.parley.crypto.Key;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.RoundTrip;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ikev1.extension.NatDiscovery;
import dev.parley.ikev1.keys.Hashes;
import dev.parley.ikev1.keys.InitializationVectors;
import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.ikev1.keys.Phase1Keys;
import dev.parley.ikev1.message.NatDiscoveryPayload;
import dev.parley.ikev1.proposal.Phase1Offer;
import dev.parley.ikev1.proposal.Phase1Offer.Chosen;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.ikev1.sa.Vendor;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.Identification;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.exchange.Contents;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.exchange.Party;
import dev.parley.isakmp.exchange.Preparation;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.payload.VendorIdPayload;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One side of phase 1, in whichever mode and with whichever authentication: the tables say in what order things are said, and what
 * can be computed is computed as soon as it is needed (RFC 2409 section 5). Nobody outside sees one change.
 */
public final class Phase1Party implements Party<Phase1Party> {
    private static final int LEAST_NONCE_OCTETS = 8;
    private static final int MOST_NONCE_OCTETS = 256;

    private final Setting setting;
    private Phase1Offer offer;
    private Bytes responderCookie;
    private Bytes sai = Bytes.EMPTY;
    private Optional<Chosen> chosen = Optional.empty();
    private Half ours;
    private Half theirs = Half.SILENT;
    private Optional<RoundTrip> exchange = Optional.empty();
    private Optional<Phase1Keys> keys = Optional.empty();
    private Optional<Identity> peer = Optional.empty();
    private Optional<Policy> policy = Optional.empty();
    private Optional<Contents> claim = Optional.empty();
    private List<Payload> proof = List.of();
    private Set<Vendor> vendors = EnumSet.noneOf(Vendor.class);
    private Ikev1Path path;

    /** @param responderCookie all zero as long as it is not known */
    Phase1Party(Setting setting, Bytes responderCookie) {
        this.setting = setting;
        this.responderCookie = responderCookie;
        this.offer = Phase1Offer.of(setting.policies(), setting.catalog());
        this.ours = Half.SILENT.withNonce(setting.environment().random().bytes(Defaults.NONCE_OCTETS));
        this.path = Ikev1Path.between(setting.local(), setting.remote());
        if (setting.role() == Role.INITIATOR && !offer.isEmpty()) {
            this.sai = setting.registry().body(sa(offer));
        }
    }

    private Phase1Party(Phase1Party other) {
        setting = other.setting;
        offer = other.offer;
        responderCookie = other.responderCookie;
        sai = other.sai;
        chosen = other.chosen;
        ours = other.ours;
        theirs = other.theirs;
        exchange = other.exchange;
        keys = other.keys;
        peer = other.peer;
        policy = other.policy;
        claim = other.claim;
        proof = other.proof;
        vendors = other.vendors;
        path = other.path;
    }

    /** Whether there is anything to offer. */
    boolean isMute() {
        return offer.isEmpty();
    }

    Setting setting() {
        return setting;
    }

    public Chosen chosen() {
        return chosen.orElseThrow();
    }

    public Phase1Keys keys() {
        return keys.orElseThrow();
    }

    boolean hasKeys() {
        return keys.isPresent();
    }

    public Identity peer() {
        return peer.orElseThrow();
    }

    /** Under which phase 1 takes place: which one is known for certain when the peer has said who it is. */
    public Policy policy() {
        return policy.or(() -> chosen.map(Chosen::policy))
                .orElseGet(() -> setting.policies().get(0));
    }

    /** What the peer's vendor IDs say that it knows. */
    public Set<Vendor> vendors() {
        return vendors;
    }

    /** What is known of the path between us. */
    Ikev1Path path() {
        return path;
    }

    Phase1Algorithms algorithms() throws Refusal {
        return chosen().suite().resolve(setting.catalog());
    }

    /** The chain's beginning. */
    Bytes firstIv() throws Refusal {
        return InitializationVectors.ofPhase1(
                algorithms(), of(Role.INITIATOR).ke(), of(Role.RESPONDER).ke());
    }

    private Half of(Role who) {
        return who == setting.role() ? ours : theirs;
    }

    @Override
    public MessageRule complete(MessageRule rule) {
        return chosen.isPresent() && has(rule, IsakmpExchanges.AUTH)
                ? rule.replace(
                        IsakmpExchanges.AUTH, chosen.get().authentication().slots(rule.sender()))
                : rule;
    }

    @Override
    public Phase1Party take(MessageRule rule, Contents heard) throws Refusal {
        Phase1Party next = new Phase1Party(this);
        next.hear(rule, heard);
        return next;
    }

    private void hear(MessageRule rule, Contents heard) throws Refusal {
        String id = rule.sender() == Role.INITIATOR ? Ikev1Exchanges.ID_II : Ikev1Exchanges.ID_IR;
        responderCookie = heard.message().header().responderCookie().isZero()
                ? responderCookie
                : heard.message().header().responderCookie();
        if (has(rule, id)) {
            identify(heard, id);
        }
        if (has(rule, Ikev1Exchanges.SA)) {
            agree(heard);
        }
        if (has(rule, Ikev1Exchanges.KE)) {
            theirs = theirs.withKe(heard.body(Ikev1Exchanges.KE)).withNonce(nonce(heard));
        }
        Set<Vendor> said = EnumSet.copyOf(vendors);
        heard.all(Ikev1Exchanges.VENDOR, VendorIdPayload.class)
                .forEach(each -> Vendor.of(each).ifPresent(said::add));
        vendors = said;
        List<NatDiscoveryPayload> discoveries = heard.all(Ikev1Exchanges.NAT_D, NatDiscoveryPayload.class);
        if (!discoveries.isEmpty() && chosen.isPresent()) {
            path = NatDiscovery.examine(
                    algorithms().digest(),
                    cookies(),
                    heard.message().datagram().local(),
                    heard.message().datagram().remote(),
                    discoveries);
        }
        if (has(rule, IsakmpExchanges.AUTH)) {
            claim = Optional.of(heard);
        }
    }

    private void agree(Contents heard) throws Refusal {
        SaPayload sa = heard.one(Ikev1Exchanges.SA, SaPayload.class);
        if (heard.message().payloads().get(0) != sa) {
            throw malformed("the SA payload does not come first (RFC 2409 section 5)");
        }
        sa.demandUnderstood();
        if (setting.role() == Role.INITIATOR) {
            chosen = Optional.of(offer.verify(sa.proposals()));
        } else {
            sai = heard.body(Ikev1Exchanges.SA).compact();
            chosen = Optional.of(offer.choose(sa.proposals()));
        }
    }

    /** Which policy is meant. In main mode one was chosen by address, and its secret is in use already (section 5.4). */
    private void identify(Contents heard, String slot) throws Refusal {
        Identity who = Identification.peer(heard.one(slot, IdPayload.class));
        List<Policy> named = setting.naming(who);
        Optional<Policy> fitting = chosen.isEmpty()
                ? named.stream().findFirst()
                : named.stream()
                        .filter(each ->
                                each.secret().equals(chosen.get().policy().secret()))
                        .findFirst();
        if (fitting.isEmpty()) {
            throw new Refusal(
                    Blame.AUTHENTICATION_FAILED,
                    NotifyType.code(NotifyType.INVALID_ID_INFORMATION),
                    "no policy of ours at " + setting.local() + " is for " + who + " at " + setting.remote());
        }
        if (chosen.isEmpty()) {
            offer = Phase1Offer.of(named, setting.catalog());
        }
        peer = Optional.of(who);
        policy = fitting;
        theirs = theirs.withId(heard.body(slot));
    }

    private static Bytes nonce(Contents heard) throws Refusal {
        Bytes nonce = heard.body(Ikev1Exchanges.NONCE);
        if (nonce.length() < LEAST_NONCE_OCTETS || nonce.length() > MOST_NONCE_OCTETS) {
            throw malformed("the nonce has " + nonce.length() + " octets, not " + LEAST_NONCE_OCTETS + " to "
                    + MOST_NONCE_OCTETS + " (RFC 2409 section 5)");
        }
        return nonce;
    }

    @Override
    public List<Payload> fill(MessageRule rule, Slot slot) throws Refusal {
        return switch (slot.name()) {
            case Ikev1Exchanges.SA -> List.of(setting.role() == Role.INITIATOR ? sa(offer) : answer());
            case Ikev1Exchanges.KE -> List.of(new KePayload(ours.ke()));
            case Ikev1Exchanges.NONCE -> List.of(new NoncePayload(ours.nonce()));
            case Ikev1Exchanges.ID_II, Ikev1Exchanges.ID_IR -> List.of(ownId());
            case Ikev1Exchanges.VENDOR ->
                rule.number() <= 2
                        ? Arrays.stream(Vendor.values())
                                .map(each -> (Payload) each.payload())
                                .toList()
                        : List.of();
            case Ikev1Exchanges.NAT_D ->
                vendors.contains(Vendor.NAT_TRAVERSAL) && rule.number() == natDiscovery()
                        ? NatDiscovery.payloads(algorithms().digest(), cookies(), setting.local(), setting.remote())
                        : List.of();
            default -> proof.stream().filter(each -> slot.takes(each.type())).toList();
        };
    }

    /** Our first message in which both cookies and the hash are known to both. */
    private int natDiscovery() {
        boolean main = setting.table().number() == Ikev1Exchanges.MAIN.number();
        return setting.role() == Role.INITIATOR ? 3 : main ? 4 : 2;
    }

    private static SaPayload sa(Phase1Offer offer) {
        return new SaPayload(IpsecDoi.NUMBER, Situations.identityOnly(), offer.proposals());
    }

    private SaPayload answer() {
        return new SaPayload(IpsecDoi.NUMBER, Situations.identityOnly(), chosen().answer());
    }

    private IdPayload ownId() {
        return Identification.of(policy().local().identity());
    }

    @Override
    public Optional<Preparation<Phase1Party>> before(int number) {
        boolean due = exchangeIsDue(number) || answerIsDue() || claim.isPresent() || proofIsDue(number);
        String what = chosen.map(each -> each.suite().keyExchange().key()).orElse(Setting.PROTOCOL);
        return due
                ? Optional.of(Preparation.work(Work.computing(what, random -> advanced(number, random))))
                : Optional.empty();
    }

    private boolean exchangeIsDue(int number) {
        return says(number, Ikev1Exchanges.KE) && exchange.isEmpty();
    }

    /** The peer has answered our key exchange. */
    private boolean answerIsDue() {
        return exchange.isPresent() && keys.isEmpty() && !theirs.ke().isEmpty();
    }

    private boolean proofIsDue(int number) {
        return says(number, IsakmpExchanges.AUTH) && proof.isEmpty();
    }

    private boolean says(int number, String slot) {
        return number <= setting.table().length()
                && setting.table().message(number).sender() == setting.role()
                && has(setting.table().message(number), slot);
    }

    private static boolean has(MessageRule rule, String slot) {
        return rule.slots().stream().anyMatch(each -> each.name().equals(slot));
    }

    /** All that has to be computed before our message {@code number}. */
    private Phase1Party advanced(int number, RandomSource random)
            throws GeneralSecurityException, Unavailable, Refusal {
        Phase1Party next = new Phase1Party(this);
        if (exchangeIsDue(number)) {
            next.speak(random);
        } else if (answerIsDue()) {
            next.exchange = Optional.of(exchange.get().hear(theirs.ke()));
        }
        if (next.keys.isEmpty() && next.exchange.flatMap(RoundTrip::secret).isPresent()) {
            next.derive(next.exchange.flatMap(RoundTrip::secret).orElseThrow());
        }
        if (next.claim.isPresent()) {
            next.verify();
        }
        if (next.proofIsDue(number)) {
            next.prove(random);
        }
        return next;
    }

    private void speak(RandomSource random) throws GeneralSecurityException, Unavailable, Refusal {
        Chosen suite = chosen.orElseGet(offer::first);
        KeyExchangeMethod method = suite.suite().method(setting.catalog());
        RoundTrip spoken = theirs.ke().isEmpty()
                ? RoundTrip.initiate(method, suite.suite().number(), random)
                : RoundTrip.respond(method, suite.suite().number(), random, theirs.ke());
        exchange = Optional.of(spoken);
        ours = ours.withKe(spoken.said());
    }

    private void derive(SharedSecret secret) throws Refusal {
        Phase1Algorithms with = algorithms();
        Key skeyid = chosen().authentication()
                .skeyid(
                        with.prf(),
                        policy(),
                        secret,
                        of(Role.INITIATOR).nonce(),
                        of(Role.RESPONDER).nonce());
        keys = Optional.of(Phase1Keys.derive(with, skeyid, secret, cookies()));
        secret.wipe();
    }

    private void verify() throws Refusal, Unavailable {
        chosen().authentication()
                .verify(
                        policy(),
                        peer(),
                        claim.orElseThrow(),
                        hash(setting.role().other()));
        claim = Optional.empty();
    }

    private void prove(RandomSource random) throws GeneralSecurityException, Unavailable, Refusal {
        ours = ours.withId(setting.registry().body(ownId()));
        proof = chosen().authentication().prove(policy(), hash(setting.role()), random);
    }

    private Key hash(Role prover) throws Refusal {
        Hashes.Phase1Transcript said = new Hashes.Phase1Transcript(
                of(Role.INITIATOR).ke(), of(Role.RESPONDER).ke(), setting.initiatorCookie(), responderCookie, sai);
        return Hashes.ofPhase1(
                algorithms().prf(), keys().skeyid(), prover, said, of(prover).id());
    }

    private Bytes cookies() {
        return Bytes.concat(setting.initiatorCookie(), responderCookie);
    }

    /** The key exchange is over, or nothing comes of it. */
    void wipe() {
        exchange.ifPresent(RoundTrip::wipe);
    }

    private static Refusal malformed(String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(NotifyType.PAYLOAD_MALFORMED), why);
    }
}
