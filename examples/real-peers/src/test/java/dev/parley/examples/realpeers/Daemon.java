package dev.parley.examples.realpeers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs beside a test, is watched line by line, and ends with the test or at its time limit, whichever is first. */
final class Daemon implements AutoCloseable {
    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Daemon(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread reader = new Thread(this::read, "log of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    static Daemon start(String name, List<String> command) {
        try {
            return new Daemon(name, Shell.limited(LIMIT_SECONDS, command).start());
        } catch (IOException e) {
            throw new AssertionError("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** What it has printed so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** A place in what it prints, for {@link #await(String, int)}. */
    synchronized int here() {
        return lines.size();
    }

    /** The first line that holds {@code regex}, now or within {@link #PATIENCE}. */
    MatchResult await(String regex) {
        return await(regex, 0);
    }

    /** As {@link #await(String)}, but earlier lines do not count. */
    synchronized MatchResult await(String regex, int from) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int next = from; ; next++) {
            while (next >= lines.size()) {
                if (ended || !pause(deadline)) {
                    throw new AssertionError(
                            (ended ? name + " ended without: " : name + " does not say: ") + regex + tail());
                }
            }
            Matcher matcher = pattern.matcher(lines.get(next));
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
        }
    }

    /** Waits until {@code condition} holds, which is looked at from time to time. */
    synchronized void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (ended || !pause(deadline)) {
                throw new AssertionError(
                        (ended ? name + " ended without " : name + " does not bring ") + what + tail());
            }
        }
    }

    /** Ends it as a person would, and harder only if it does not listen. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it closed its end first
        }
        // not Process.destroy, which would also close what the reader still reads
        process.toHandle().destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as a power cut would: it says nothing to anybody. Returns when it is gone. */
    void kill() {
        inside().forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on it neither hears nor says anything, and does not know it. */
    void freeze() {
        inside().forEach(one ->
                Shell.run(List.of("kill", "-STOP", String.valueOf(one.pid()))).orFail("stopping " + name));
    }

    /** Ends {@link #freeze}. */
    void thaw() {
        inside().forEach(one ->
                Shell.run(List.of("kill", "-CONT", String.valueOf(one.pid()))).orFail("waking " + name));
    }

    /** The processes themselves, not the one that watches their time. */
    private List<ProcessHandle> inside() {
        return process.descendants().toList();
    }

    /** The last lines, for a failed test. */
    synchronized String tail() {
        return "\nlast words of " + name + ":\n  "
                + String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    private boolean pause(long deadline) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            return false;
        }
        try {
            wait(Math.min(left, GLANCE_MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException | UncheckedIOException e) {
            add("(" + e.getMessage() + ")");
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** How long a test waits for what must come: several retransmissions on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** No test lasts as long; nothing outlives its test by more, even if the test's JVM is killed. */
    private static final int LIMIT_SECONDS = 180;

    /** How often it looks at what does not tell. */
    private static final long GLANCE_MILLISECONDS = 50;

    private static final int TAIL = 40;
}
