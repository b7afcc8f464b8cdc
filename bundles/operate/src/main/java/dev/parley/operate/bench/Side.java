package dev.parley.operate.bench;

import com.sun.management.ThreadMXBean;
import dev.parley.engine.RealHost;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One side of the measurement: its host, and all threads that work for it. A thread belongs to the group of the thread that made
 * it, so what is only ever called from within a side's group is paid by that side, sockets and timers too.
 */
final class Side implements AutoCloseable {
    private static final ThreadMXBean ACCOUNTS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final ThreadGroup group;
    private final RealHost host;
    /** Threads that have ended since are still paid for. */
    private final Map<Long, Usage> seen = new HashMap<>();

    Side(String name) {
        this.name = name;
        this.group = new ThreadGroup("parley-bench-" + name);
        this.host = new RealHost(group);
    }

    String name() {
        return name;
    }

    RealHost host() {
        return host;
    }

    /** What {@code task} returns, called by a thread of this side. */
    <T> T call(Callable<T> task) throws InterruptedException, ExecutionException {
        FutureTask<T> running = begin(task);
        return running.get();
    }

    /** Has {@code task} called by a thread of this side. */
    <T> FutureTask<T> begin(Callable<T> task) {
        FutureTask<T> running = new FutureTask<>(task);
        Thread thread = new Thread(
                group,
                () -> {
                    running.run();
                    usage();
                },
                "parley-bench-" + name);
        thread.setDaemon(true);
        thread.start();
        return running;
    }

    /** What all its threads have used so far. To be asked now and then: of a thread that ends, only what was seen counts. */
    synchronized Usage usage() {
        Thread[] threads = new Thread[2 * group.activeCount() + SPARE];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            long id = threads[i].getId();
            long cpu = ACCOUNTS.getThreadCpuTime(id);
            if (cpu >= 0) {
                seen.put(id, new Usage(cpu, ACCOUNTS.getThreadAllocatedBytes(id)));
            }
        }
        return seen.values().stream().reduce(Usage.NONE, Usage::plus);
    }

    @Override
    public void close() {
        host.close();
    }

    /** Threads may be made while they are counted. */
    private static final int SPARE = 64;
}
