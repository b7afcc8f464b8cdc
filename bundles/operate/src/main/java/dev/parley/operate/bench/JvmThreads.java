package dev.parley.operate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time of the JVM's own threads, which belong to neither side, by the system's accounting: Linux lists them by name. Where
 * none are listed nothing is known of them, and they count among the rest.
 *
 * @param compilerNanos of those that compile
 * @param collectorNanos of those that collect garbage
 */
record JvmThreads(long compilerNanos, long collectorNanos) {
    static JvmThreads now() {
        return new JvmThreads(sum(COMPILERS), sum(COLLECTORS));
    }

    /** What was used since {@code before}; a thread that has ended since takes its account with it. */
    JvmThreads minus(JvmThreads before) {
        return new JvmThreads(
                Math.max(0, compilerNanos - before.compilerNanos), Math.max(0, collectorNanos - before.collectorNanos));
    }

    private static long sum(List<String> names) {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.filter(task -> names.stream().anyMatch(read(task.resolve("comm"))::startsWith))
                    .map(task -> read(task.resolve("schedstat")).split(" ")[0])
                    .filter(nanos -> !nanos.isEmpty())
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException unlisted) {
            throw new UncheckedIOException(unlisted);
        }
    }

    /** Empty if the thread has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException ended) {
            return "";
        }
    }

    private static final Path TASKS = Path.of("/proc/self/task");

    /** Linux keeps 15 characters of a name. */
    private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler", "Sweeper");

    private static final List<String> COLLECTORS = List.of("GC Thread", "G1 ", "VM Thread");
}
