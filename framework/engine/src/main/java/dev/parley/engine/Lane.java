package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.SaWish;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial queue on which one negotiation lives and dies, with all that is its own: timers, keys, wishes. A bug in the
 * negotiation ends it and nothing else.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Site site;
    private final long number;
    private final NegotiationProtocol protocol;
    private final Role role;
    private final long born;
    private final Function<Environment, Negotiation> maker;
    private final Executor queue;
    private final RandomSource random;
    private final Amplification amplification;
    private final EffectRunner runner;
    private final AtomicInteger datagrams = new AtomicInteger();
    private final Timers timers;
    private final Set<LaneKey> keys = new LinkedHashSet<>();
    private final Set<LaneKey> groups = new LinkedHashSet<>();
    private final Wishes wishes = new Wishes();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Deque<String> transcript = new ArrayDeque<>();
    private final Optional<LaneKey> bornUnder;
    private Optional<Endpoint> stranger;
    private Optional<LaneKey> keptUntilExpiry = Optional.empty();
    private Optional<String> peer = Optional.empty();
    private Optional<Negotiation> negotiation = Optional.empty();
    private boolean begun;
    private boolean draining;
    private volatile boolean finished;

    /**
     * @param role our side of the negotiation
     * @param bornUnder the key under which it is settled from the beginning
     * @param stranger who sent the first datagram, if the negotiation is half-open: a place was taken for it in {@link
     *     Admission}
     * @param maker makes the negotiation, on the lane, before its first input
     */
    Lane(
            Site site,
            NegotiationProtocol protocol,
            Role role,
            Optional<LaneKey> bornUnder,
            Optional<Endpoint> stranger,
            Function<Environment, Negotiation> maker) {
        this.site = site;
        this.number = site.lanes().nextNumber();
        this.protocol = protocol;
        this.role = role;
        this.born = site.host().now().monotonic();
        this.bornUnder = bornUnder;
        bornUnder.ifPresent(keys::add);
        this.stranger = stranger;
        this.maker = maker;
        this.queue = site.host().lane();
        this.random = site.host().random().fork();
        this.amplification = new Amplification(site.limits().amplification());
        this.timers = new Timers(site.host(), queue, site.lanes().timers());
        this.runner = new EffectRunner(site, this, random);
    }

    long number() {
        return number;
    }

    String name() {
        return protocol.key() + "-" + number;
    }

    boolean finished() {
        return finished;
    }

    /** Whether work done now is still for somebody; none is done any more for a protocol that has left. */
    boolean awaitsWork() {
        return !finished && !Lease.departed(protocol);
    }

    NegotiationProtocol protocol() {
        return protocol;
    }

    // From any thread.

    void receive(Datagram datagram) {
        if (datagrams.incrementAndGet() > site.limits().laneDatagrams()) {
            datagrams.decrementAndGet();
            site.counters().add("lane-full");
            return;
        }
        queue.execute(() -> {
            datagrams.decrementAndGet();
            amplification.received(datagram);
            deliver(new Input.Received(now(), datagram));
        });
    }

    void handed(Object what) {
        queue.execute(() -> deliver(new Input.Handed(now(), what)));
    }

    void done(long ticket, Outcome outcome) {
        queue.execute(() -> deliver(new Input.WorkDone(now(), ticket, outcome)));
    }

    /** @param late is run instead if the negotiation has finished, and its keys lead here no more */
    void command(Verb verb, Wish wish, Consumer<Optional<Refusal>> settled, Runnable late) {
        queue.execute(() -> {
            if (finished) {
                late.run();
                return;
            }
            wishes.add(verb, wish, settled);
            wishes.answering(verb, () -> deliver(new Input.Command(now(), verb, wish)));
        });
    }

    /** A sink reports of an SA that this negotiation installed; nobody waits for what comes of it. */
    void expires(Verb verb, SecurityAssociation sa) {
        queue.execute(() -> deliver(new Input.Command(now(), verb, new SaWish(protocol.key(), sa))));
    }

    /** What a list shows of this negotiation; empty if it has finished. */
    CompletableFuture<Optional<Map<String, String>>> facts() {
        CompletableFuture<Optional<Map<String, String>>> answer = new CompletableFuture<>();
        queue.execute(() -> answer.complete(finished ? Optional.empty() : Optional.of(factsNow())));
        return answer;
    }

    /**
     * Ends the negotiation from outside, as the host's decision.
     *
     * @return over when it has finished
     */
    CompletableFuture<Void> end(String name, String why) {
        queue.execute(() -> finish(name, why, List.of()));
        return over;
    }

    /**
     * Asks the negotiation to begin nothing new, finish what runs, and finish.
     *
     * @return over when it has finished
     */
    CompletableFuture<Void> drain() {
        queue.execute(() -> {
            draining = true;
            deliver(new Input.Command(now(), Verb.DRAIN, new Departure(protocol.key())));
        });
        return over;
    }

    /** From now on it is reached under {@code key} too. */
    void adopt(LaneKey key) {
        queue.execute(() -> {
            if (!finished) {
                listen(key);
            }
        });
    }

    // On the lane.

    private Moment now() {
        return site.host().now();
    }

    private void deliver(Input input) {
        if (finished) {
            site.counters().add("inputs-after-finish");
            return;
        }
        try {
            if (!begun) {
                begin();
            }
            runner.run(negotiation.orElseThrow().handle(input));
        } catch (Departed left) {
            departed(left);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError bug) {
            died(bug);
        }
    }

    private void begin() {
        begun = true;
        if (stranger.isPresent()) {
            keptUntilExpiry = bornUnder;
            long most = halfOpenMillis();
            timers.start(HALF_OPEN_TIMER, most, () -> halfOpenExpired(most));
        }
        negotiation = Optional.of(maker.apply(new Surroundings()));
    }

    private long halfOpenMillis() {
        OptionalLong asked = protocol.halfOpenMillis();
        return asked.isPresent()
                ? Math.min(Math.max(1, asked.getAsLong()), Limits.HALF_OPEN_MOST_MILLIS)
                : site.limits().halfOpenMillis();
    }

    private void halfOpenExpired(long most) {
        if (stranger.isPresent()) {
            site.sinks().abandon(number);
            finish(
                    "half-open-expired",
                    "the peer at " + stranger.get() + " showed no key within " + most + " ms",
                    List.of());
            return;
        }
        Optional<LaneKey> kept = keptUntilExpiry;
        keptUntilExpiry = Optional.empty();
        kept.ifPresent(this::forget);
    }

    private void departed(Departed left) {
        if (Lease.departed(protocol) || negotiation.isEmpty()) {
            finish("protocol-departed", left.getMessage(), List.of());
        } else {
            emit(new NegotiationEvent(NegotiationEvent.Kind.NOTE, "departed", left.getMessage()));
        }
    }

    private void died(Throwable bug) {
        LOG.warn(
                "Gateway {}: {} is finished by a bug, {}; the event of its end holds its last lines and the stack",
                site.gateway(),
                name(),
                bug.toString());
        List<String> detail = new ArrayList<>(transcript);
        detail.add(bug.toString());
        for (StackTraceElement frame : bug.getStackTrace()) {
            if (detail.size() > TRANSCRIPT_LINES + FRAMES) {
                break;
            }
            detail.add("  at " + frame);
        }
        site.sinks().abandon(number);
        finish("bug", "a bug of " + protocol.key() + " ended this negotiation: " + bug, detail);
    }

    void finish(String name, String why, List<String> detail) {
        if (finished) {
            return;
        }
        finished = true;
        timers.stopAll();
        bornUnder.ifPresent(keys::add);
        site.lanes().bury(this, keys, groups);
        keys.clear();
        groups.clear();
        negotiation = Optional.empty();
        stranger.ifPresent(site.admission()::leave);
        stranger = Optional.empty();
        emit(new NegotiationEvent(NegotiationEvent.Kind.FINISHED, name, why, detail));
        if (role == Role.INITIATOR || peer.isPresent()) {
            site.connections().ended(number, draining || Lease.departed(protocol));
        }
        wishes.refuseAll("the negotiation has finished: " + why);
        transcript.clear();
        over.complete(null);
    }

    void emit(NegotiationEvent event) {
        Moment now = now();
        transcript.add(now.monotonic() + " " + event.kind() + " " + event.text());
        if (transcript.size() > TRANSCRIPT_LINES) {
            transcript.remove();
        }
        site.watchers().tell(new Observed(site.gateway(), protocol.key(), name(), now.monotonic(), now.wall(), event));
    }

    void startTimer(String timer, long delayMillis) {
        timers.start("negotiation " + timer, delayMillis, () -> deliver(new Input.TimerExpired(now(), timer)));
    }

    void stopTimer(String timer) {
        timers.stop("negotiation " + timer);
    }

    void listen(LaneKey key) {
        keys.add(key);
        site.lanes().listen(key, this);
    }

    /** The key of the first datagram stays until half-open expiry, or a duplicate of it would begin a second negotiation. */
    void forget(LaneKey key) {
        if (keptUntilExpiry.filter(key::equals).isEmpty()) {
            keys.remove(key);
            site.lanes().forget(key, this);
        }
    }

    void join(LaneKey group) {
        if (groups.add(group)) {
            site.lanes().join(group, this);
        }
    }

    void leave(LaneKey group) {
        groups.remove(group);
        site.lanes().leave(group, this);
    }

    void tell(LaneKey group, Object what) {
        site.lanes().others(group, this).forEach(other -> other.handed(what));
    }

    void proven(Effect.Proven proof) {
        peer = Optional.of(proof.peer());
        site.connections().proven(number, role, born, proof);
        stranger.ifPresent(site.admission()::leave);
        stranger = Optional.empty();
    }

    /** Whether {@code datagram} may go: an unproven peer's address gets no more than a few times what came from it. */
    boolean maySend(Datagram datagram) {
        return stranger.isEmpty() || amplification.maySend(datagram);
    }

    void settled(Wish wish, Optional<Refusal> failure) {
        wishes.settle(wish, failure);
    }

    private Map<String, String> factsNow() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("negotiation", name());
        facts.put("protocol", protocol.key());
        facts.put("halfOpen", stranger.isPresent() ? "yes" : "no");
        peer.ifPresent(who -> facts.put("peer", who));
        try {
            negotiation.ifPresent(living -> facts.putAll(living.facts()));
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            facts.put("facts", "failed with " + bug);
        }
        return facts;
    }

    /** The gateway as this negotiation finds it. */
    private final class Surroundings implements Environment {
        @Override
        public Catalog catalog() {
            return site.catalogs().get();
        }

        @Override
        public RandomSource random() {
            return random;
        }

        @Override
        public <T> T database(Class<T> type) {
            return type.cast(Optional.ofNullable(site.databases().get(type))
                    .orElseThrow(() -> new IllegalStateException("gateway " + site.gateway() + " was given no "
                            + type.getSimpleName() + ": its builder must name one")));
        }

        @Override
        public Optional<Endpoint> encapsulated(Endpoint local) {
            return site.paths().encapsulated(local);
        }

        @Override
        public boolean others(LaneKey group) {
            return site.lanes().others(group, Lane.this).findAny().isPresent();
        }
    }

    private static final String HALF_OPEN_TIMER = "half-open";

    /** What a person needs to see how it came to a bug. */
    private static final int TRANSCRIPT_LINES = 20;

    private static final int FRAMES = 12;
}
