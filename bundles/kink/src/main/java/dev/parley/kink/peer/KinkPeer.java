package dev.parley.kink.peer;

import dev.parley.ipsec.Identity;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What we know of one peer principal, as one principal of ours: epochs, clocks, a ticket, pairs of SAs, what was heard and what is
 * owed (RFC 4430 sections 3.5 and 3.7). With the transactions the one thing that exchanges change.
 */
public final class KinkPeer {
    private final Environment environment;
    private final Principal self;
    private final Principal other;
    private final Pairs pairs = new Pairs();
    private final Debts debts = new Debts();
    private final ReplayCache replays = new ReplayCache();
    private final List<Pair> doomed = new ArrayList<>();
    private Moment now = new Moment(0, 0);
    private Stamp lastStamp = new Stamp(0, 0);
    private long clockDifference;
    private Optional<Ticket> ticket = Optional.empty();
    private boolean ticketDoubted;
    private Optional<Long> epoch = Optional.empty();
    private long epochLearnt;
    private Optional<KinkPath> path = Optional.empty();
    private long lastHeard;
    private boolean proven;
    private long unclaimed;
    private Optional<PeerAuthorizationDatabase> policiesOf = Optional.empty();
    private List<Policy> policies = List.of();
    private Optional<Catalog> decodes = Optional.empty();
    private PayloadRegistry registry = PayloadRegistry.of(List.of());

    public KinkPeer(Environment environment, Principal self, Principal other) {
        this.environment = environment;
        this.self = self;
        this.other = other;
    }

    /** Where the negotiation with {@code other} lives. */
    public static LaneKey key(Principal self, Principal other) {
        return new LaneKey(
                "kink", "peer", Bytes.concat(Bytes.utf8(self.toString()), Bytes.of(0), Bytes.utf8(other.toString())));
    }

    public Environment environment() {
        return environment;
    }

    /** Who we are to this peer. */
    public Principal self() {
        return self;
    }

    public Principal other() {
        return other;
    }

    /** The peer as SAs name it. */
    public Identity identity() {
        return new Identity("principal", Bytes.utf8(other.toString()));
    }

    public Pairs pairs() {
        return pairs;
    }

    public Debts debts() {
        return debts;
    }

    /** The peer may have what goes with our inbound SPI, and must be told that it is gone. */
    public void owe(Spi inbound) {
        debts.owe(inbound, now.monotonic());
    }

    /** The policies for this peer, in their order. */
    public List<Policy> policies() {
        PeerAuthorizationDatabase database = environment.database(PeerAuthorizationDatabase.class);
        if (policiesOf.filter(known -> known == database).isEmpty()) {
            policies = policies(database, self, other);
            policiesOf = Optional.of(database);
        }
        return policies;
    }

    public static List<Policy> policies(PeerAuthorizationDatabase database, Principal self, Principal other) {
        String ours = self.toString();
        String theirs = other.toString();
        return database.policies().stream()
                .filter(policy -> policy.protocol().equals("kink")
                        && theirs.equals(policy.settings().get(Settings.PEER))
                        && ours.equals(policy.settings().get(Settings.PRINCIPAL)))
                .toList();
    }

    /** The codecs that are there now. */
    public PayloadRegistry registry() {
        Catalog catalog = environment.catalog();
        if (decodes.filter(known -> known == catalog).isEmpty()) {
            registry = PayloadRegistry.of(catalog);
            decodes = Optional.of(catalog);
        }
        return registry;
    }

    /** A ticket for a question whose answer nobody waits for. */
    public long unclaimed() {
        return --unclaimed;
    }

    // Time.

    public void at(Moment moment) {
        now = moment;
        replays.expire(moment.monotonic());
    }

    public Moment now() {
        return now;
    }

    /** A stamp for an authenticator: now by the peer's clock, and no two are alike. */
    public Stamp stamp() {
        lastStamp = Stamp.ofMillis(now.wall() + clockDifference).after(lastStamp);
        return lastStamp;
    }

    /** The peer's clock, which it has proven, is this much ahead of what we said (section 3.5). */
    public void adjust(long millis) {
        clockDifference += millis;
        lastStamp = new Stamp(0, 0);
    }

    public long clockDifference() {
        return clockDifference;
    }

    // Who the peer is now.

    /** Since when our own SAs are valid (section 4.2.1). */
    public long ownEpoch() {
        return Math.floorDiv(environment.since().wall(), 1_000L) & 0xffff_ffffL;
    }

    /** The peer's epoch, once it has shown one. */
    public Optional<Long> epoch() {
        return epoch;
    }

    /** What an epoch that comes with a message says. */
    public enum Epoch {
        /** The one we know, or the first. */
        SAME,
        /** The peer has begun anew. */
        NEW,
        /** Of a life that is over: the message was overtaken. */
        STALE
    }

    /** Judges the epoch beside an authenticator, which is the peer's latest or was overtaken. */
    public Epoch judge(long said, Stamp authenticator) {
        boolean overtaken = replays.newest()
                .filter(newest -> newest.compareTo(authenticator) > 0)
                .isPresent();
        return judge(said, overtaken);
    }

    /** Judges the epoch beside an AP-REP to a transaction that began at {@code began}. */
    public Epoch judgeReply(long said, long began) {
        return judge(said, began < epochLearnt);
    }

    private Epoch judge(long said, boolean overtaken) {
        if (epoch.isEmpty() || epoch.get() == said) {
            return Epoch.SAME;
        }
        return overtaken ? Epoch.STALE : Epoch.NEW;
    }

    /**
     * The peer's epoch is {@code said}.
     *
     * @return the pairs that the peer has lost with its former one, which are taken out (section 3.7)
     */
    public List<Pair> begins(long said) {
        if (epoch.filter(known -> known == said).isPresent()) {
            return List.of();
        }
        boolean anew = epoch.isPresent();
        epoch = Optional.of(said);
        epochLearnt = now.monotonic();
        if (!anew) {
            return List.of();
        }
        debts.forgive();
        return pairs.takeAllBut(said);
    }

    /** Whether {@code stamp} has not been shown before. */
    public boolean fresh(Stamp stamp) {
        return replays.judge(stamp, now.monotonic()) == ReplayCache.Verdict.FRESH;
    }

    /** The peer has spoken. */
    public void heard(KinkPath from) {
        lastHeard = now.monotonic();
        path = Optional.of(from);
        debts.heard();
    }

    public long lastHeard() {
        return lastHeard;
    }

    /** Tells the host and a person, once, that the peer has shown a key. */
    public List<Effect> proven() {
        if (proven) {
            return List.of();
        }
        proven = true;
        return List.of(
                new Effect.Proven(other.toString()),
                new Effect.Emit(new NegotiationEvent(
                        NegotiationEvent.Kind.ESTABLISHED, "kink-peer", self + " and " + other + " know each other")));
    }

    /** Whether all that was heard may be forgotten. */
    public boolean forgetful() {
        return replays.isEmpty();
    }

    /** Milliseconds until then, if nothing more is heard. */
    public long remembers() {
        return Math.max(1, replays.emptyAt() - now.monotonic());
    }

    /** How to reach it for {@code policy}: where the policy says, or where it spoke from. */
    public Optional<KinkPath> path(Policy policy) {
        return policy.remote().endpoint().address().isZero()
                ? path
                : Optional.of(
                        new KinkPath(policy.local().endpoint(), policy.remote().endpoint()));
    }

    // The ticket.

    /** A ticket that lasts for a transaction, and that nobody doubts. */
    public Optional<Ticket> ticket() {
        return ticketDoubted ? Optional.empty() : oldTicket();
    }

    /** A ticket that lasts for a transaction; what to do with one that is doubted while there is no other. */
    public Optional<Ticket> oldTicket() {
        return ticket.filter(held -> held.end() - now.wall() > Defaults.TICKET_MARGIN_MILLIS);
    }

    public void ticket(Ticket fresh) {
        ticket = Optional.of(fresh);
        ticketDoubted = false;
    }

    /** Somebody without proof says that the peer does not take it: another is worth asking for. */
    public void doubtTicket() {
        ticketDoubted = true;
    }

    public boolean holds(Ticket one) {
        return ticket.filter(one::equals).isPresent();
    }

    /** The peer does not take it any more. */
    public void dropTicket() {
        ticket = Optional.empty();
    }

    // What is to go.

    /** The pair has been replaced or is not wanted: it is to be deleted with notice. */
    public void doom(Pair pair) {
        doomed.add(pair);
    }

    public List<Pair> takeDoomed() {
        List<Pair> taken = List.copyOf(doomed);
        doomed.clear();
        return taken;
    }
}
