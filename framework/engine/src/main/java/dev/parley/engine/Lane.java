package dev.parley.engine;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private final long born;
    private final Function<Environment, Negotiation> maker;
    private final Host.Queue queue;
    private final RandomSource random;
    private final EffectRunner runner;
    private final AtomicInteger datagrams = new AtomicInteger();
    private final Timers timers;
    private final List<LaneKey> keys = new ArrayList<>(KEYS);
    private final List<LaneKey> groups = new ArrayList<>(GROUPS);
    private final Wishes wishes = new Wishes();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Optional<LaneKey> bornUnder;
    private Optional<Endpoint> stranger;
    private Optional<Amplification> amplification;
    private Optional<LaneKey> keptUntilExpiry = Optional.empty();
    private Optional<String> peer = Optional.empty();
    private Optional<Negotiation> negotiation = Optional.empty();
    private boolean begun;
    private boolean draining;
    private volatile boolean finished;

    /**
     * @param bornUnder the key under which it is settled from the beginning
     * @param stranger who sent the first datagram, if the negotiation is half-open: a place was taken for it in {@link
     *     Admission}
     * @param maker makes the negotiation, on the lane, before its first input
     */
    Lane(
            Site site,
            NegotiationProtocol protocol,
            Optional<LaneKey> bornUnder,
            Optional<Endpoint> stranger,
            Function<Environment, Negotiation> maker) {
        this.site = site;
        this.number = site.lanes().nextNumber();
        this.protocol = protocol;
        this.born = site.host().now().monotonic();
        this.bornUnder = bornUnder;
        bornUnder.ifPresent(keys::add);
        this.stranger = stranger;
        this.maker = maker;
        this.queue = site.host().lane();
        this.random = site.host().random().fork();
        this.amplification =
                stranger.map(unproven -> new Amplification(site.limits().amplification()));
        this.timers = new Timers(site.host(), queue, site.lanes().timers(), this::timerExpired);
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
            amplification.ifPresent(bound -> bound.received(datagram));
            deliver(new Input.Received(now(), datagram));
        });
    }

    void handed(Object what) {
        queue.execute(() -> deliver(new Input.Handed(now(), what)));
    }

    /** By the last act of who did it. */
    void done(long ticket, Outcome outcome) {
        queue.goOn(() -> deliver(new Input.WorkDone(now(), ticket, outcome)));
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
            if (input instanceof Input.WorkDone late) {
                late.outcome().discard();
            }
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
            timers.start(Own.HALF_OPEN, halfOpenMillis());
        }
        negotiation = Optional.of(maker.apply(new Surroundings()));
    }

    private long halfOpenMillis() {
        OptionalLong asked = protocol.halfOpenMillis();
        return asked.isPresent()
                ? Math.min(Math.max(1, asked.getAsLong()), Limits.HALF_OPEN_MOST_MILLIS)
                : site.limits().halfOpenMillis();
    }

    private void halfOpenExpired() {
        if (stranger.isPresent()) {
            site.sinks().abandon(number);
            finish(
                    "half-open-expired",
                    "the peer at " + stranger.get() + " showed no key within " + halfOpenMillis() + " ms",
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
        List<String> detail = new ArrayList<>(site.watchers().last(name(), TRANSCRIPT_LINES));
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
        if (stranger.isEmpty()) {
            site.sinks().left(number, draining || Lease.departed(protocol));
            site.connections().ended(number);
        }
        stranger.ifPresent(site.admission()::leave);
        stranger = Optional.empty();
        emit(new NegotiationEvent(NegotiationEvent.Kind.FINISHED, name, why, detail));
        wishes.refuseAll("the negotiation has finished: " + why);
        over.complete(null);
    }

    void emit(NegotiationEvent event) {
        Moment now = now();
        site.watchers().tell(new Observed(site.gateway(), protocol.key(), name(), now.monotonic(), now.wall(), event));
    }

    void startTimer(String timer, long delayMillis) {
        timers.start(timer, delayMillis);
    }

    void stopTimer(String timer) {
        timers.stop(timer);
    }

    private void timerExpired(Object timer) {
        if (timer instanceof String theirs) {
            deliver(new Input.TimerExpired(now(), theirs));
        } else {
            halfOpenExpired();
        }
    }

    void listen(LaneKey key) {
        if (!keys.contains(key)) {
            keys.add(key);
        }
        site.lanes().listen(key, this);
    }

    /** The key of the first datagram stays until half-open expiry, or a duplicate of it would begin a second negotiation. */
    void forget(LaneKey key) {
        if (keptUntilExpiry.filter(key::equals).isEmpty()) {
            keys.remove(key);
            site.lanes().forget(key, this);
            site.connections().left(number, key);
        }
    }

    void join(LaneKey group) {
        if (!groups.contains(group)) {
            groups.add(group);
            site.lanes().join(group, this);
        }
    }

    void leave(LaneKey group) {
        groups.remove(group);
        site.lanes().leave(group, this);
    }

    private Stream<Lane> others(LaneKey group) {
        return site.lanes().among(group).stream().filter(each -> each != this);
    }

    void tell(LaneKey group, Object what) {
        others(group).forEach(other -> other.handed(what));
    }

    void proven(Effect.Proven proof) {
        peer = Optional.of(proof.peer());
        site.connections().proven(number, born, proof);
        stranger.ifPresent(site.admission()::leave);
        stranger = Optional.empty();
        amplification = Optional.empty();
    }

    /** Whether {@code datagram} may go: an unproven peer's address gets no more than a few times what came from it. */
    boolean maySend(Datagram datagram) {
        return amplification.map(bound -> bound.maySend(datagram)).orElse(true);
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
        public Moment since() {
            return site.residents().since(protocol);
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
            return Lane.this.others(group).findAny().isPresent();
        }
    }

    /** The lane's own timers, whose names no negotiation can have. */
    private enum Own {
        HALF_OPEN
    }

    /** A connection's, an SPI's, and the first datagram's. */
    private static final int KEYS = 3;

    /** A peer's. */
    private static final int GROUPS = 1;

    /** What a person needs to see how it came to a bug. */
    private static final int TRANSCRIPT_LINES = 20;

    private static final int FRAMES = 12;
}
