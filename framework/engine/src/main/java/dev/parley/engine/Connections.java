package dev.parley.engine;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Need;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A gateway's connections, on a queue of their own: tells each what happens to it, and does what it wants done. */
final class Connections {
    private final String gateway;
    private final Host host;
    private final Supplier<Catalog> catalogs;
    private final Watchers watchers;
    private final Executor queue;
    private final Map<String, Standing> standing = new LinkedHashMap<>();
    /** The names of those that stand, for any thread: what nobody stands for need not wait in the queue. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    private final Map<Long, Set<Standing>> serving = new HashMap<>();
    private final Supplier<Commands> commands;
    private boolean closed;

    /** @param commands is asked when there is something to command */
    Connections(String gateway, Host host, Supplier<Catalog> catalogs, Watchers watchers, Supplier<Commands> commands) {
        this.gateway = gateway;
        this.commands = commands;
        this.host = host;
        this.catalogs = catalogs;
        this.watchers = watchers;
        this.queue = host.lane();
    }

    // From any thread.

    /** Makes {@code wish} known: nobody wants it yet. One of the same name is replaced. */
    void add(Wish wish) {
        names.add(wish.connection());
        queue.execute(() -> {
            Standing one = new Standing(wish);
            standing.put(wish.connection(), one);
            one.lookAt(catalogs.get());
        });
    }

    void up(String connection, Consumer<Optional<Refusal>> settled) {
        ask(connection, Verb.ESTABLISH, new ConnectionInput.Wanted(), settled);
    }

    void down(String connection, Consumer<Optional<Refusal>> settled) {
        ask(connection, Verb.DELETE, new ConnectionInput.Unwanted(), settled);
    }

    /** @return over when all are down */
    CompletableFuture<Void> downAll() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        queue.execute(() -> {
            List<CompletableFuture<Optional<Refusal>>> each = new ArrayList<>();
            for (String name : List.copyOf(standing.keySet())) {
                CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
                each.add(settled);
                down(name, settled::complete);
            }
            whenAll(each, all);
        });
        return all;
    }

    /**
     * Deletes what the negotiation {@code lane} has for connections; they are wanted as much as before.
     *
     * @return over when the peer has answered, or will not
     */
    CompletableFuture<Void> delete(long lane) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        queue.execute(() -> {
            List<CompletableFuture<Optional<Refusal>>> each = new ArrayList<>();
            for (Standing one : serving.getOrDefault(lane, Set.of())) {
                CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
                each.add(settled);
                commands.get().toLane(Verb.DELETE, one.wish, lane, settled::complete);
            }
            whenAll(each, all);
        });
        return all;
    }

    private static void whenAll(List<CompletableFuture<Optional<Refusal>>> each, CompletableFuture<Void> all) {
        CompletableFuture.allOf(each.toArray(CompletableFuture[]::new)).thenRun(() -> all.complete(null));
    }

    void acquired(String connection) {
        tell(connection, new ConnectionInput.Acquired());
    }

    CompletableFuture<List<ConnectionState>> states() {
        CompletableFuture<List<ConnectionState>> all = new CompletableFuture<>();
        queue.execute(() -> {
            long now = host.now().monotonic();
            all.complete(standing.values().stream()
                    .map(one -> one.connection.state(now))
                    .toList());
        });
        return all;
    }

    void proven(long lane, long begun, Effect.Proven proof) {
        if (!names.contains(proof.connection())) {
            return;
        }
        queue.execute(() -> Optional.ofNullable(standing.get(proof.connection()))
                .ifPresent(one -> {
                    one.servedBy(lane);
                    one.hear(new ConnectionInput.Proven(lane, proof.role(), begun, proof.peer(), proof.common()));
                }));
    }

    void changed(Collection<SecurityAssociation> installed, Collection<SecurityAssociation> removed) {
        Set<String> concerned = new LinkedHashSet<>();
        installed.forEach(sa -> concerned.add(sa.connection()));
        removed.forEach(sa -> concerned.add(sa.connection()));
        concerned.retainAll(names);
        concerned.forEach(name -> tell(name, new ConnectionInput.Changed(of(name, installed), of(name, removed))));
    }

    /** A negotiation is not reached under {@code key} any more: if that was a wish's home, it serves that no more, though it lives. */
    void left(long lane, LaneKey key) {
        queue.execute(() -> Optional.ofNullable(serving.get(lane)).ifPresent(all -> {
            List<Standing> those = all.stream().filter(one -> one.isAtHome(key)).toList();
            all.removeAll(those);
            those.forEach(one -> one.hear(new ConnectionInput.Ended(lane)));
        }));
    }

    void ended(long lane) {
        queue.execute(() -> Optional.ofNullable(serving.remove(lane))
                .ifPresent(all -> all.forEach(one -> one.hear(new ConnectionInput.Ended(lane)))));
    }

    void catalogChanged() {
        queue.execute(() -> List.copyOf(standing.values()).forEach(one -> one.lookAt(catalogs.get())));
    }

    void close() {
        queue.execute(() -> {
            closed = true;
            standing.values().forEach(Standing::close);
        });
    }

    private static Set<SaName> of(String connection, Collection<SecurityAssociation> sas) {
        Set<SaName> names = new LinkedHashSet<>();
        sas.stream().filter(sa -> sa.connection().equals(connection)).forEach(sa -> names.add(SaName.of(sa)));
        return names;
    }

    private void tell(String connection, ConnectionInput input) {
        queue.execute(() -> Optional.ofNullable(standing.get(connection)).ifPresent(one -> one.hear(input)));
    }

    private void ask(String connection, Verb verb, ConnectionInput input, Consumer<Optional<Refusal>> settled) {
        queue.execute(() -> {
            Optional<Standing> one = Optional.ofNullable(standing.get(connection));
            if (one.isPresent() && !closed) {
                one.get().wait(verb, settled);
                one.get().hear(input);
            } else {
                String why = closed
                        ? "gateway " + gateway + " is closed"
                        : "gateway " + gateway + " has no connection " + connection;
                settled.accept(Optional.of(new Refusal(Blame.LOCAL_FAILURE, why)));
            }
        });
    }

    /** One connection with what is its own. On the queue. */
    private final class Standing {
        private final Wish wish;
        private final Connection connection;
        private final Timers timers = new Timers(
                host, queue, new AtomicInteger(), name -> hear(new ConnectionInput.TimerExpired(name.toString())));
        private final Map<Verb, List<Consumer<Optional<Refusal>>>> waiting = new LinkedHashMap<>();

        Standing(Wish wish) {
            this.wish = wish;
            this.connection = new Connection(wish.connection(), host.random().fork());
        }

        void wait(Verb verb, Consumer<Optional<Refusal>> settled) {
            waiting.computeIfAbsent(verb, fresh -> new ArrayList<>()).add(settled);
        }

        void lookAt(Catalog catalog) {
            List<Need> needs = new ArrayList<>(List.of(new Need(NegotiationProtocol.class, wish.protocol())));
            needs.addAll(wish.needs());
            needs.removeIf(need -> need.met(catalog));
            hear(new ConnectionInput.Missing(needs));
        }

        void hear(ConnectionInput input) {
            if (!closed) {
                connection.hear(input, host.now().monotonic()).forEach(this::perform);
            }
        }

        void close() {
            timers.stopAll();
            Refusal over = new Refusal(Blame.LOCAL_FAILURE, "gateway " + gateway + " was closed");
            List.copyOf(waiting.keySet()).forEach(verb -> settle(verb, Optional.of(over)));
        }

        private void perform(ConnectionEffect effect) {
            if (effect instanceof ConnectionEffect.Ask ask) {
                perform(ask);
            } else if (effect instanceof ConnectionEffect.StartTimer start) {
                timers.start(start.timer(), start.delayMillis());
            } else if (effect instanceof ConnectionEffect.StopTimer stop) {
                timers.stop(stop.timer());
            } else if (effect instanceof ConnectionEffect.Home home) {
                commands.get().home(wish, home.lane());
            } else if (effect instanceof ConnectionEffect.Tell told) {
                settle(told.verb(), told.failure());
            } else if (effect instanceof ConnectionEffect.Failed failed) {
                say(
                        ConnectionState.FAILED,
                        failed.why().getMessage(),
                        failed.why().detail());
            } else if (effect instanceof ConnectionEffect.Note note) {
                say(note.name(), note.text(), List.of());
            }
        }

        private void perform(ConnectionEffect.Ask ask) {
            Consumer<Optional<Refusal>> settled =
                    failure -> queue.execute(() -> hear(new ConnectionInput.Answered(ask.verb(), ask.lane(), failure)));
            if (ask.lane().isPresent()) {
                commands.get().toLane(ask.verb(), wish, ask.lane().get(), settled);
            } else {
                commands.get().toHome(ask.verb(), wish, this::begun, settled);
            }
        }

        boolean isAtHome(LaneKey key) {
            return commands.get().home(wish).filter(key::equals).isPresent();
        }

        private void begun(long lane) {
            queue.execute(() -> {
                servedBy(lane);
                hear(new ConnectionInput.Began(lane));
            });
        }

        private void servedBy(long lane) {
            serving.computeIfAbsent(lane, fresh -> new LinkedHashSet<>()).add(this);
        }

        private void say(String name, String text, List<String> detail) {
            Moment now = host.now();
            NegotiationEvent event = new NegotiationEvent(NegotiationEvent.Kind.NOTE, name, text, detail);
            watchers.tell(
                    new Observed(gateway, wish.protocol(), wish.connection(), now.monotonic(), now.wall(), event));
        }

        private void settle(Verb verb, Optional<Refusal> failure) {
            Optional.ofNullable(waiting.remove(verb))
                    .ifPresent(all -> all.forEach(one -> Wishes.tell(wish, one, failure)));
        }
    }
}
