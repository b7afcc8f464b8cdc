package dev.parley.engine;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.sa.SaReports;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a gateway's sinks for changes of SAs, one change at a time, on a queue of its own: all of a change is done by all sinks,
 * or none. The gateway's own sinks come first, then those of the catalog; one that comes late is given what is installed.
 * What an ended negotiation left installed is looked after here.
 */
final class Sinks {
    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

    private final String gateway;
    private final Supplier<Catalog> catalogs;
    private final List<SaSink> own;
    private final Ear ear;
    private final Reports reports = new Reports(this);
    private final Host.Queue queue;
    private final Host host;
    private final Inventory installed = new Inventory();
    private final Map<SaName, Host.Cancellation> lifetimes = new HashMap<>();
    private List<SaSink> known = List.of();
    private boolean closed;

    /** Hears of SAs. */
    interface Ear {
        /**
         * These were installed to send on, and those removed. One to receive on is no sign that a peer has agreed: RFC 4430 section 3.2
         * has it installed before anything is said.
         */
        void changed(List<SecurityAssociation> installed, List<SecurityAssociation> removed);

        /** A sink misses an SA for this connection. */
        void acquired(String connection);

        /**
         * A sink reports that {@code sa}, of the lane numbered {@code owner}, is to be replaced or deleted.
         *
         * @return whether that lane lives and will see to it
         */
        boolean expires(long owner, Verb verb, SecurityAssociation sa);
    }

    /**
     * What sinks may say at any time, of whatever they like: it is of what is installed, or it is nothing. Sinks keep it for as
     * long as they like, so it lets go of the gateway when that is closed.
     */
    private static final class Reports implements SaReports {
        private volatile Optional<Sinks> to;

        Reports(Sinks to) {
            this.to = Optional.of(to);
        }

        void cut() {
            to = Optional.empty();
        }

        @Override
        public void acquire(String connection) {
            to.ifPresent(sinks -> sinks.ear.acquired(connection));
        }

        @Override
        public void softExpired(SecurityAssociation sa) {
            to.ifPresent(sinks -> sinks.expires(Verb.REKEY, sa));
        }

        @Override
        public void hardExpired(SecurityAssociation sa) {
            to.ifPresent(sinks -> sinks.expires(Verb.DELETE, sa));
        }
    }

    @FunctionalInterface
    private interface Call {
        void on(SaSink sink) throws Unavailable;
    }

    Sinks(String gateway, Host host, Supplier<Catalog> catalogs, List<SaSink> own, Ear ear) {
        this.gateway = gateway;
        this.ear = ear;
        this.catalogs = catalogs;
        this.own = List.copyOf(own);
        this.host = host;
        this.queue = host.lane();
    }

    private void expires(Verb verb, SecurityAssociation sa) {
        queue.execute(() -> installed.find(SaName.of(sa)).ifPresent(one -> {
            if (!ear.expires(one.owner(), verb, one.sa()) && verb.equals(Verb.DELETE)) {
                over(one);
            }
        }));
    }

    /**
     * Makes {@code change} for the lane numbered {@code owner}, which says so by the last act of a task, and tells {@code answer} how
     * it ended, on the sinks' queue.
     */
    void change(long owner, Effect.Change change, Consumer<Outcome> answer) {
        queue.goOn(() -> {
            welcome();
            answer.accept(apply(owner, change));
        });
    }

    /** SAs of the lane numbered {@code owner} are between other addresses or ports now; those that are gone meanwhile are not. */
    void move(long owner, Effect.Move move) {
        queue.execute(() -> {
            for (Effect.Moved moved : move.moved()) {
                SaName now = SaName.of(moved.now());
                installed
                        .find(SaName.of(moved.before()))
                        .filter(one -> one.owner() == owner)
                        .filter(one -> now.equals(SaName.of(one.sa()))
                                || installed.find(now).isEmpty())
                        .ifPresent(one -> move(one, moved.now()));
            }
        });
    }

    private void move(Inventory.Item before, SecurityAssociation now) {
        known.forEach(sink -> quietly(sink, each -> each.move(gateway, before.sa(), now)));
        installed.remove(SaName.of(before.sa()));
        installed.put(
                new Inventory.Item(new Effect.Placed(now, before.placed().inbound()), before.owner(), before.since()));
        if (!before.placed().inbound()) {
            ear.changed(List.of(now), List.of(before.sa()));
        }
    }

    /**
     * Removes what the lane numbered {@code owner} left behind.
     *
     * @return over when it is removed
     */
    CompletableFuture<Void> abandon(long owner) {
        CompletableFuture<Void> removed = new CompletableFuture<>();
        queue.execute(() -> {
            installed.of(owner).forEach(one -> remove(one.sa()));
            removed.complete(null);
        });
        return removed;
    }

    /**
     * The lane numbered {@code owner} has ended: what it left installed is looked after here, until its lifetime ends.
     *
     * @param departed whether only because its protocol has left; then what comes for the same connection replaces it
     */
    void left(long owner, boolean departed) {
        queue.execute(() -> {
            if (departed) {
                installed.orphan(owner);
            }
            installed.of(owner).stream()
                    .filter(one -> one.sa().lifetimeSeconds() > 0)
                    .forEach(this::limit);
        });
    }

    private void limit(Inventory.Item one) {
        SaName name = SaName.of(one.sa());
        long due = one.since() + TimeUnit.SECONDS.toMillis(one.sa().lifetimeSeconds());
        long delay = Math.max(0, due - host.now().monotonic());
        lifetimes.put(
                name,
                host.later(delay, () -> queue.execute(() -> installed.find(name).ifPresent(this::over))));
    }

    /** An SA that nobody looks after has ended, and its mate with it. */
    private void over(Inventory.Item one) {
        LOG.info(
                "Gateway {}: {} has ended; the negotiation that made it had gone before, so the peer is not told",
                gateway,
                SaName.of(one.sa()));
        installed.pair(one).forEach(each -> remove(each.sa()));
    }

    /**
     * Removes all that is installed, installs nothing more, hears nothing more, and tells the sinks so.
     *
     * @return over when it is removed
     */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> removed = new CompletableFuture<>();
        queue.execute(() -> {
            closed = true;
            installed.all().forEach(one -> remove(one.sa()));
            reports.cut();
            known.forEach(sink -> quietly(sink, each -> each.gone(gateway)));
            removed.complete(null);
        });
        return removed;
    }

    /** Looks for sinks that have come. */
    void catalogChanged() {
        queue.execute(this::welcome);
    }

    private void welcome() {
        if (closed) {
            return;
        }
        List<SaSink> now = new ArrayList<>(own);
        now.addAll(catalogs.get().all(SaSink.class));
        List<SaSink> late = now.stream().filter(sink -> !known.contains(sink)).toList();
        known = now;
        for (SaSink sink : late) {
            quietly(sink, each -> each.reportTo(gateway, reports));
            for (Inventory.Item one : installed.all()) {
                try {
                    ask(
                            sink,
                            each -> each.install(gateway, one.sa(), one.placed().inbound()));
                } catch (Unavailable why) {
                    LOG.warn(
                            "Sink {} came late and does not take {}, which stays installed elsewhere: {}",
                            sink.key(),
                            SaName.of(one.sa()),
                            why.getMessage());
                }
            }
        }
    }

    private Outcome apply(long owner, Effect.Change change) {
        if (closed) {
            return new Outcome.Failed(new Unavailable("gateway " + gateway + " was closed"));
        }
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            for (SecurityAssociation now : change.update()) {
                update(now, undo);
            }
            for (Effect.Placed placed : change.install()) {
                install(owner, placed, undo);
            }
        } catch (Unavailable why) {
            undo.forEach(Runnable::run);
            return new Outcome.Failed(why);
        }
        ear.changed(
                change.install().stream()
                        .filter(placed -> !placed.inbound())
                        .map(Effect.Placed::sa)
                        .toList(),
                List.of());
        change.remove().forEach(this::remove);
        change.install().stream()
                .flatMap(placed -> installed.orphans(placed.sa().connection()).stream())
                .filter(orphan -> orphan.owner() != owner)
                .distinct()
                .forEach(orphan -> remove(orphan.sa()));
        return Outcome.done();
    }

    private void update(SecurityAssociation now, Deque<Runnable> undo) throws Unavailable {
        SaName name = SaName.of(now);
        Inventory.Item before = installed
                .find(name)
                .orElseThrow(() -> new Unavailable("no SA named " + name + " is installed that could be updated"));
        for (SaSink sink : known) {
            ask(sink, each -> each.update(gateway, now));
            undo.push(() -> quietly(sink, each -> each.update(gateway, before.sa())));
        }
        installed.put(
                new Inventory.Item(new Effect.Placed(now, before.placed().inbound()), before.owner(), before.since()));
        undo.push(() -> installed.put(before));
    }

    private void install(long owner, Effect.Placed placed, Deque<Runnable> undo) throws Unavailable {
        SaName name = SaName.of(placed.sa());
        if (installed.find(name).isPresent()) {
            throw new Unavailable("an SA named " + name + " is installed already");
        }
        for (SaSink sink : known) {
            ask(sink, each -> each.install(gateway, placed.sa(), placed.inbound()));
            undo.push(() -> quietly(sink, each -> each.remove(gateway, placed.sa())));
        }
        installed.put(new Inventory.Item(placed, owner, host.now().monotonic()));
        undo.push(() -> installed.remove(name));
    }

    private void remove(SecurityAssociation sa) {
        SaName name = SaName.of(sa);
        installed.remove(name);
        Optional.ofNullable(lifetimes.remove(name)).ifPresent(Host.Cancellation::cancel);
        known.forEach(sink -> quietly(sink, each -> each.remove(gateway, sa)));
        ear.changed(List.of(), List.of(sa));
    }

    private void quietly(SaSink sink, Call call) {
        try {
            ask(sink, call);
        } catch (Unavailable why) {
            LOG.warn("Gateway {}: a sink failed where nothing hangs on it: {}", gateway, why.getMessage());
        }
    }

    /** A sink whose bundle has left has nothing to say about a change. */
    private static void ask(SaSink sink, Call call) throws Unavailable {
        try {
            call.on(sink);
        } catch (Departed left) {
            LOG.debug("Sink {} has left", sink.key());
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            throw new Unavailable("SA sink " + sink.key() + " failed with " + bug + ": a bug of its bundle", bug);
        }
    }
}
