package dev.parley.ikev2.sa;

import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Backoff;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One IKE SA (RFC 7296 section 1): the only thing that exchanges change, by verbs. It keeps names and key octets; algorithms are
 * looked up for each message, so that a bundle can be replaced under it.
 */
public final class IkeSa {
    /** An answer to IKE_SA_INIT that is followed: an SA of its own, and what it does first. */
    public record Branch(IkeSa sa, Exchange<IkeSa, IkeMessage> first) {}

    private final Environment environment;
    private final Role role;
    private final Indices indices;
    private final int index;
    private final Bytes spiI;
    private final Bytes spiR;
    private final long began;
    private final ExchangeWindow window;
    private final Agenda agenda = new Agenda();
    private final Succession succession = new Succession(this);
    private final Rekeying rekeying = new Rekeying();
    private final Children children = new Children();
    private final Speech speech = new Speech(this);
    private final List<Branch> branches = new ArrayList<>();
    private IkePath path;
    private Optional<Policy> policy;
    private Optional<ChosenSuite> suite = Optional.empty();
    private Optional<IkeKeys> keys = Optional.empty();
    private Optional<Identity> peer = Optional.empty();
    private Optional<String> ended = Optional.empty();
    private Life life = Life.CONNECTING;
    private long authenticatedAt;
    private long lastHeard;

    private IkeSa(
            Environment environment,
            Role role,
            Indices indices,
            Bytes spiI,
            Bytes spiR,
            IkePath path,
            Optional<Policy> policy,
            long began,
            long firstRequest) {
        this.environment = environment;
        this.role = role;
        this.indices = indices;
        this.index = indices.next();
        this.spiI = spiI.compact();
        this.spiR = spiR.compact();
        this.path = path;
        this.policy = policy;
        this.began = began;
        this.window = new ExchangeWindow(firstRequest);
        policy.map(Settings::window).ifPresent(window::declare);
    }

    /** An SA that we begin now; its responder SPI is not known yet. */
    public static IkeSa initiator(Environment environment, Bytes spiI, IkePath path, Policy policy, long now) {
        Bytes unknown = Bytes.zeros(IsakmpHeader.COOKIE_OCTETS);
        return new IkeSa(environment, Role.INITIATOR, new Indices(), spiI, unknown, path, Optional.of(policy), now, 0);
    }

    /** An SA that the peer begins now. */
    public static IkeSa responder(Environment environment, Bytes spiI, Bytes spiR, IkePath path, long now) {
        return new IkeSa(environment, Role.RESPONDER, new Indices(), spiI, spiR, path, Optional.empty(), now, 0);
    }

    /** An SA for one answer to this one's IKE_SA_INIT. */
    public IkeSa candidate(Bytes responderSpi, IkePath answered) {
        return new IkeSa(environment, role, indices, spiI, responderSpi, answered, policy, began, 1);
    }

    /**
     * An SA that may take this one's place (section 2.18).
     *
     * @param ourRole in the exchange that made it, which is our role in it from now on
     */
    public IkeSa successor(Role ourRole, Bytes newSpiI, Bytes newSpiR, ChosenSuite chosen, IkeKeys derived, long now) {
        IkeSa next = new IkeSa(environment, ourRole, indices, newSpiI, newSpiR, path, policy, now, 0);
        next.keyed(chosen, derived);
        next.established(policy.orElseThrow(), peer.orElseThrow(), now);
        next.authenticatedAt = authenticatedAt;
        succession.appeared(next);
        return next;
    }

    public Environment environment() {
        return environment;
    }

    /** Whether we began the IKE SA. */
    public Role role() {
        return role;
    }

    public int index() {
        return index;
    }

    public Bytes spiI() {
        return spiI;
    }

    public Bytes spiR() {
        return spiR;
    }

    /** The SPI that the peer addresses us by. */
    public Bytes ownSpi() {
        return role == Role.INITIATOR ? spiI : spiR;
    }

    public IkePath path() {
        return path;
    }

    public ExchangeWindow window() {
        return window;
    }

    public Life life() {
        return life;
    }

    /** Known to the initiator from the start, to the responder once the peer has said who it is. */
    public Optional<Policy> policy() {
        return policy;
    }

    public Optional<ChosenSuite> suite() {
        return suite;
    }

    public Optional<IkeKeys> keys() {
        return keys;
    }

    public Optional<Identity> peer() {
        return peer;
    }

    /** Monotonic milliseconds of its first message. */
    public long began() {
        return began;
    }

    /** Monotonic milliseconds of the message that proved who the peer is, to this SA or to the one that it was made out of. */
    public long authenticatedAt() {
        return authenticatedAt;
    }

    /** Monotonic milliseconds of the last authenticated message. */
    public long lastHeard() {
        return lastHeard;
    }

    public PayloadRegistry registry() {
        return PayloadRegistry.of(environment.catalog());
    }

    /** When to send again. */
    public Backoff backoff() {
        return Settings.backoff(policy, life == Life.CONNECTING ? Defaults.HANDSHAKE : Defaults.ESTABLISHED);
    }

    // Verbs: each is called last in a step, when nothing can refuse any more.

    /** The peer has chosen, or we have; both hold these keys now. */
    public void keyed(ChosenSuite chosen, IkeKeys derived) {
        suite = Optional.of(chosen);
        keys = Optional.of(derived);
    }

    public void moved(IkePath now) {
        path = now;
    }

    /** The peer has proven to be {@code identity}. */
    public void established(Policy agreed, Identity identity, long now) {
        policy = Optional.of(agreed);
        peer = Optional.of(identity);
        life = Life.ESTABLISHED;
        window.opens();
        authenticatedAt = now;
        lastHeard = now;
    }

    /** We are about to delete it. */
    public void closing() {
        life = Life.CLOSING;
    }

    /** It is over, because of {@code why}. */
    public void closing(String why) {
        life = Life.CLOSING;
        ended = Optional.of(why);
    }

    /** Why it is over, once it is. */
    public Optional<String> ended() {
        return ended;
    }

    /** An authenticated message has arrived. */
    public void heard(long now) {
        lastHeard = now;
    }

    public Children children() {
        return children;
    }

    /** Exchanges of ours that have not begun. */
    public Agenda agenda() {
        return agenda;
    }

    /** Makes the exchange again in a while, longer with each attempt: over several minutes in all (section 2.25). */
    public List<Effect> defer(IkeExchange.Opening opening, int attempt) {
        return List.of(agenda.defer(opening, attempt, this));
    }

    /** What of this SA is being replaced, and by whom. */
    public Rekeying rekeying() {
        return rekeying;
    }

    /** {@code next} has the children from now on, and what was to be done about them. */
    void handsOver(IkeSa next) {
        next.children.inherit(children);
        agenda.take(IkeExchange.Opening::inherited).forEach(next.agenda::add);
        life = Life.REPLACED;
    }

    /** What takes its place, and whose place it takes. */
    public Succession succession() {
        return succession;
    }

    public void branch(IkeSa candidate, Exchange<IkeSa, IkeMessage> first) {
        branches.add(new Branch(candidate, first));
    }

    /** Hands over what has branched off. */
    public List<Branch> takeBranches() {
        List<Branch> taken = List.copyOf(branches);
        branches.clear();
        return taken;
    }

    /** Overwrites all keys; nothing can be said any more. */
    public void wipe() {
        keys.ifPresent(IkeKeys::wipe);
    }

    /** Says things to the peer. */
    public Speech speech() {
        return speech;
    }

    /** {@link Speech#ask}. */
    public List<Effect> ask(int exchange, List<Payload> payloads) throws Refusal {
        return speech.ask(exchange, payloads);
    }

    /** {@link Speech#answer}. */
    public List<Effect> answer(IkeMessage request, List<Payload> payloads) throws Refusal {
        return speech.answer(request, payloads);
    }

    /** Counts the SAs of one negotiation, to tell them apart in the names of timers. */
    private static final class Indices {
        private int given;

        int next() {
            return given++;
        }
    }

    /** The name of a timer of this SA. */
    public String timer(String name) {
        return index + "/" + name;
    }
}
