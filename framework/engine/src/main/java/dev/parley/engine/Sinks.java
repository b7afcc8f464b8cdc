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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a gateway's sinks for changes of SAs, one change at a time, on a queue of its own: all of a change is done by all sinks,
 * or none. The gateway's own sinks come first, then those of the catalog; one that comes late is given what is installed.
 */
final class Sinks {
    private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

    private final String gateway;
    private final Supplier<Catalog> catalogs;
    private final List<SaSink> own;
    private final Ear ear;
    private final Reports reports = new Reports();
    private final Host.Queue queue;
    private final Map<SaName, Installed> installed = new LinkedHashMap<>();
    private List<SaSink> known = List.of();
    private boolean closed;

    /** What a lane, by its number, had installed. */
    private record Installed(Effect.Placed placed, long owner) {}

    /** Hears of SAs. */
    interface Ear {
        /** These were installed, and those removed. */
        void changed(List<SecurityAssociation> installed, List<SecurityAssociation> removed);

        /** A sink misses an SA for this connection. */
        void acquired(String connection);

        /** A sink reports that {@code sa}, of the lane numbered {@code owner}, is to be replaced or deleted. */
        void expires(long owner, Verb verb, SecurityAssociation sa);
    }

    /** What sinks may say at any time, of whatever they like: it is of what is installed, or it is nothing. */
    private final class Reports implements SaReports {
        @Override
        public void acquire(String connection) {
            ear.acquired(connection);
        }

        @Override
        public void softExpired(SecurityAssociation sa) {
            expires(Verb.REKEY, sa);
        }

        @Override
        public void hardExpired(SecurityAssociation sa) {
            expires(Verb.DELETE, sa);
        }

        private void expires(Verb verb, SecurityAssociation sa) {
            queue.execute(() -> Optional.ofNullable(installed.get(SaName.of(sa)))
                    .ifPresent(
                            one -> ear.expires(one.owner(), verb, one.placed().sa())));
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
        this.queue = host.lane();
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

    /** Removes what the lane numbered {@code owner} left behind. */
    void abandon(long owner) {
        queue.execute(() -> List.copyOf(installed.values()).stream()
                .filter(one -> one.owner() == owner)
                .forEach(one -> remove(one.placed().sa())));
    }

    /**
     * Removes all that is installed, and installs nothing more.
     *
     * @return over when it is removed
     */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> removed = new CompletableFuture<>();
        queue.execute(() -> {
            closed = true;
            List.copyOf(installed.values()).forEach(one -> remove(one.placed().sa()));
            removed.complete(null);
        });
        return removed;
    }

    /** Looks for sinks that have come. */
    void catalogChanged() {
        queue.execute(this::welcome);
    }

    private void welcome() {
        List<SaSink> now = new ArrayList<>(own);
        now.addAll(catalogs.get().all(SaSink.class));
        List<SaSink> late = now.stream().filter(sink -> !known.contains(sink)).toList();
        known = now;
        for (SaSink sink : late) {
            quietly(sink, each -> each.reportTo(gateway, reports));
            for (Installed one : installed.values()) {
                try {
                    ask(
                            sink,
                            each -> each.install(
                                    gateway, one.placed().sa(), one.placed().inbound()));
                } catch (Unavailable why) {
                    LOG.warn(
                            "Sink {} came late and does not take {}, which stays installed elsewhere: {}",
                            sink.key(),
                            SaName.of(one.placed().sa()),
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
        ear.changed(change.install().stream().map(Effect.Placed::sa).toList(), List.of());
        change.remove().forEach(this::remove);
        return Outcome.done();
    }

    private void update(SecurityAssociation now, Deque<Runnable> undo) throws Unavailable {
        SaName name = SaName.of(now);
        Installed before = installed.get(name);
        if (before == null) {
            throw new Unavailable("no SA named " + name + " is installed that could be updated");
        }
        for (SaSink sink : known) {
            ask(sink, each -> each.update(gateway, now));
            undo.push(() ->
                    quietly(sink, each -> each.update(gateway, before.placed().sa())));
        }
        installed.put(name, new Installed(new Effect.Placed(now, before.placed().inbound()), before.owner()));
        undo.push(() -> installed.put(name, before));
    }

    private void install(long owner, Effect.Placed placed, Deque<Runnable> undo) throws Unavailable {
        SaName name = SaName.of(placed.sa());
        if (installed.containsKey(name)) {
            throw new Unavailable("an SA named " + name + " is installed already");
        }
        for (SaSink sink : known) {
            ask(sink, each -> each.install(gateway, placed.sa(), placed.inbound()));
            undo.push(() -> quietly(sink, each -> each.remove(gateway, placed.sa())));
        }
        installed.put(name, new Installed(placed, owner));
        undo.push(() -> installed.remove(name));
    }

    private void remove(SecurityAssociation sa) {
        installed.remove(SaName.of(sa));
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
