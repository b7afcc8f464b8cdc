package dev.parley.operate.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.engine.CatalogTracker;
import dev.parley.engine.Catalogs;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.operate.control.ControlException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Measures what an operation costs each side, and beside it what its cryptography alone costs: the calls of primitives of one
 * operation are recorded, and made again by one thread for each side, since both sides compute at the same time.
 */
public final class Bench implements AutoCloseable {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Catalogs plugins;
    private final Consumer<String> progress;
    private final Side a = new Side("a");
    private final Side b = new Side("b");

    /** @param progress hears what is under way */
    public Bench(Catalogs plugins, Consumer<String> progress) {
        this.plugins = plugins;
        this.progress = progress;
    }

    /** Measures what {@code plan} says. */
    public Measured measure(Plan plan) throws ControlException, IOException, Unavailable, InterruptedException {
        try {
            progress.accept(
                    "recording which primitives one of the " + plan.operation().many() + " calls");
            Tape tapeA = new Tape();
            Tape tapeB = new Tape();
            record(plan, tapeA, tapeB);
            List<Measured.Round> rounds = plan.operation() == Plan.Operation.HANDSHAKE
                    ? rounds(plan, tapeA, tapeB, () -> handshakes(plan))
                    : replacing(plan, tapeA, tapeB);
            return new Measured(plan, rounds, tapeA.counts(), tapeB.counts());
        } catch (ExecutionException failed) {
            throw why(failed);
        }
    }

    /** Measures the heap that each of {@code counts} established negotiations with one child takes, at both sides. */
    public List<HeapTaken> heap(BenchPolicies.Terms terms, List<Integer> counts, int atOnce)
            throws ControlException, IOException, Unavailable, InterruptedException {
        try {
            List<HeapTaken> taken = new ArrayList<>();
            progress.accept("warming up");
            heap(terms, Math.min(HEAP_WARMUP, counts.get(0)), atOnce);
            for (int count : counts) {
                progress.accept("establishing " + count);
                taken.add(heap(terms, count, atOnce));
            }
            return taken;
        } catch (ExecutionException failed) {
            throw why(failed);
        }
    }

    private void record(Plan plan, Tape tapeA, Tape tapeB)
            throws ControlException, IOException, InterruptedException, ExecutionException {
        BenchPolicies policies = policies(1, plan.terms());
        try (Pair pair = Pair.start(
                new Pair.Part(a, recorded(a, tapeA), policies.a()),
                new Pair.Part(b, recorded(b, tapeB), policies.b()))) {
            if (plan.operation() != Plan.Operation.HANDSHAKE) {
                establish(pair, policies, 1, 1);
                pair.untilQuiet();
                tapeA.clear();
                tapeB.clear();
                replace(plan, pair, policies, 1, 1);
            } else {
                establish(pair, policies, 1, 1);
            }
            pair.untilQuiet();
        }
    }

    private CatalogTracker recorded(Side side, Tape tape) {
        CatalogTracker tracker = new CatalogTracker();
        tracker.add(new Recorder(tape, side.host().random()).recording(plugins.inUse()));
        return tracker;
    }

    /** A part of the operations. */
    private interface Part {
        Measured.Cost run() throws ControlException, IOException, InterruptedException, ExecutionException;
    }

    private List<Measured.Round> rounds(Plan plan, Tape tapeA, Tape tapeB, Part operations)
            throws ControlException, IOException, InterruptedException, ExecutionException {
        for (int done = 0; done < plan.warmup(); done += plan.each()) {
            progress.accept("warming up: " + done + " of " + plan.warmup());
            operations.run();
            bare(plan, tapeA, tapeB);
        }
        List<Measured.Round> rounds = new ArrayList<>();
        for (int i = 1; i <= plan.rounds(); i++) {
            progress.accept("round " + i + " of " + plan.rounds());
            Measured.Cost whole = operations.run();
            rounds.add(new Measured.Round(whole, bare(plan, tapeA, tapeB)));
        }
        return rounds;
    }

    private Measured.Cost handshakes(Plan plan)
            throws ControlException, IOException, InterruptedException, ExecutionException {
        BenchPolicies policies = policies(plan.each(), plan.terms());
        try (Pair pair = pair(policies)) {
            return cost(() -> {
                establish(pair, policies, plan.each(), plan.atOnce());
                return pair;
            });
        }
    }

    private List<Measured.Round> replacing(Plan plan, Tape tapeA, Tape tapeB)
            throws ControlException, IOException, InterruptedException, ExecutionException {
        BenchPolicies policies = policies(plan.atOnce(), plan.terms());
        try (Pair pair = pair(policies)) {
            establish(pair, policies, plan.atOnce(), plan.atOnce());
            return rounds(
                    plan,
                    tapeA,
                    tapeB,
                    () -> cost(() -> {
                        replace(plan, pair, policies, plan.each(), plan.atOnce());
                        return pair;
                    }));
        }
    }

    private static void establish(Pair pair, BenchPolicies policies, int count, int atOnce)
            throws ControlException, InterruptedException, ExecutionException {
        pair.fulfil(
                Verb.ESTABLISH,
                count,
                atOnce,
                (place, number) -> new IpsecWish(policies.a().get(number), Optional.empty()));
    }

    private static void replace(Plan plan, Pair pair, BenchPolicies policies, int count, int atOnce)
            throws ControlException, InterruptedException, ExecutionException {
        Optional<String> what =
                plan.operation() == Plan.Operation.REKEY_CHILD ? Optional.of(BenchPolicies.CHILD) : Optional.empty();
        pair.fulfil(
                Verb.REKEY,
                count,
                atOnce,
                (place, number) -> new IpsecWish(policies.a().get(place), what));
    }

    /** What is to be measured. */
    private interface Load {
        Pair put() throws ControlException, InterruptedException, ExecutionException;
    }

    /** The clock on the wall stops when the last operation has ended; the accounts when its last datagram has. */
    private Measured.Cost cost(Load load) throws ControlException, InterruptedException, ExecutionException {
        Usage beforeA = a.usage();
        Usage beforeB = b.usage();
        JvmThreads jvm = JvmThreads.now();
        long process = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        Pair pair = load.put();
        long wall = System.nanoTime() - start;
        pair.untilQuiet();
        long processed = PROCESS.getProcessCpuTime() - process;
        return new Measured.Cost(
                wall,
                a.usage().minus(beforeA),
                b.usage().minus(beforeB),
                processed,
                JvmThreads.now().minus(jvm));
    }

    private Measured.Cost bare(Plan plan, Tape tapeA, Tape tapeB) throws InterruptedException, ExecutionException {
        Usage beforeA = a.usage();
        Usage beforeB = b.usage();
        JvmThreads jvm = JvmThreads.now();
        long process = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        FutureTask<Tape> first = a.begin(() -> played(tapeA, plan.each()));
        FutureTask<Tape> other = b.begin(() -> played(tapeB, plan.each()));
        first.get();
        other.get();
        return new Measured.Cost(
                System.nanoTime() - start,
                a.usage().minus(beforeA),
                b.usage().minus(beforeB),
                PROCESS.getProcessCpuTime() - process,
                JvmThreads.now().minus(jvm));
    }

    private static Tape played(Tape tape, int times) {
        for (int i = 0; i < times; i++) {
            tape.play();
        }
        return tape;
    }

    private HeapTaken heap(BenchPolicies.Terms terms, int count, int atOnce)
            throws ControlException, IOException, InterruptedException, ExecutionException {
        BenchPolicies policies = policies(count, terms);
        Pair pair = pair(policies);
        try {
            long empty = HeapTaken.used();
            establish(pair, policies, count, atOnce);
            pair.untilQuiet();
            long both = HeapTaken.used();
            pair.a().close();
            long answering = HeapTaken.used();
            return new HeapTaken(count, both - empty, both - answering);
        } finally {
            pair.close();
        }
    }

    private BenchPolicies policies(int count, BenchPolicies.Terms terms) throws IOException {
        return BenchPolicies.draw(count, terms, a.host().random());
    }

    private Pair pair(BenchPolicies policies) throws InterruptedException, ExecutionException {
        return Pair.start(new Pair.Part(a, plugins, policies.a()), new Pair.Part(b, plugins, policies.b()));
    }

    private static Unavailable why(ExecutionException failed) {
        if (failed.getCause() instanceof Unavailable why) {
            return why;
        }
        throw new IllegalStateException(failed.getCause());
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }

    /** Enough for what is made once and kept, which is nobody's share. */
    private static final int HEAP_WARMUP = 200;
}
