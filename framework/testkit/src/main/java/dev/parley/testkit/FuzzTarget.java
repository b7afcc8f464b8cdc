package dev.parley.testkit;

import dev.parley.isakmp.wire.Bytes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A class that takes octets and throws if they do harm, for coverage-guided fuzzing: it is public and has {@code public static void
 * fuzzerTestOneInput(byte[])}. Jazzer runs it in a process of its own; what Jazzer has ever found lies in the resources folder
 * {@code fuzz/<simple class name>} and is tried in every build, with the seeds.
 *
 * @param target the class
 * @param seeds good inputs, which Jazzer changes
 * @param share of the time, where one is usual: more for a target whose inputs take longer
 */
public record FuzzTarget(Class<?> target, List<Bytes> seeds, int share) {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

    /** A configuration may name files and addresses: that is no finding here. */
    private static final String SANITIZERS = "com.code_intelligence.jazzer.sanitizers.**";

    /** How long Jazzer runs for each share; all shares of the build together make about a minute. */
    private static final int SECONDS = Integer.getInteger("parley.fuzz.seconds", 5);

    /** The same each time, so that a build does not fail by chance; 0 is another each time. */
    private static final int SEED = Integer.getInteger("parley.fuzz.seed", 1);

    /** One input does not take longer unless it hangs. */
    private static final int INPUT_SECONDS = 20;

    private static final int SHOWN_LINES = 40;

    public FuzzTarget {
        seeds = List.copyOf(seeds);
    }

    /** Tries the seeds, and what was found in the past. */
    public void tryKnown() throws Exception {
        for (Map.Entry<String, Bytes> input : known().entrySet()) {
            try {
                target.getMethod("fuzzerTestOneInput", byte[].class)
                        .invoke(null, (Object) input.getValue().toArray());
            } catch (InvocationTargetException harm) {
                throw new AssertionError(target.getSimpleName() + " fails for " + input.getKey(), harm.getCause());
            }
        }
    }

    /**
     * Lets Jazzer look for more; its inputs stay in {@code target/fuzz}, so that the next run begins with them.
     *
     * @throws AssertionError with what it found and where it lies
     */
    public void fuzz() throws IOException, InterruptedException {
        Path room = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
        Path corpus = Files.createDirectories(room.resolve("corpus"));
        Path known = emptied(room.resolve("known"));
        for (Map.Entry<String, Bytes> input : known().entrySet()) {
            Files.write(known.resolve(input.getKey()), input.getValue().toArray());
        }
        Path log = room.resolve("log.txt");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JAZZER,
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=dev.parley.**",
                        "--instrumentation_excludes=dev.parley.simulator.**:dev.parley.testkit.**",
                        "--disabled_hooks=" + SANITIZERS,
                        "--reproducer_path=" + room,
                        "-artifact_prefix=" + room + File.separator,
                        "-max_total_time=" + share * SECONDS,
                        "-timeout=" + INPUT_SECONDS,
                        "-seed=" + SEED,
                        "-print_final_stats=1",
                        corpus.toString(),
                        known.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int code = jazzer.waitFor();
            List<String> lines = Files.readAllLines(log);
            if (code != 0) {
                throw new AssertionError("Jazzer on " + target.getSimpleName() + " ended with " + code
                        + "; the input lies in " + room.toAbsolutePath() + ", copy it to src/test/resources/fuzz/"
                        + target.getSimpleName() + ":\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())));
            }
            System.out.println(target.getSimpleName() + ": " + statistics(lines));
        } finally {
            jazzer.destroyForcibly();
        }
    }

    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private String statistics(List<String> lines) {
        Optional<String> covered =
                lines.stream().filter(line -> line.contains(" cov: ")).reduce((one, next) -> next);
        Stream<String> executed = lines.stream().filter(line -> line.startsWith("stat::number_of_executed_units"));
        return covered.map(line -> line.replaceAll(".*( cov: \\d+).*", "$1").strip())
                        .orElse("no coverage") + ", "
                + executed.map(line -> line.replaceAll("\\D", "")).findFirst().orElse("?") + " inputs in "
                + share * SECONDS + " s";
    }

    /** By name. */
    private Map<String, Bytes> known() {
        Map<String, Bytes> all = new LinkedHashMap<>();
        seeds.forEach(seed -> all.put("seed-" + all.size(), seed));
        URL folder = target.getResource("/fuzz/" + target.getSimpleName());
        if (folder == null) {
            return all;
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            for (Path file : files.sorted().toList()) {
                all.put(file.getFileName().toString(), Bytes.copyOf(Files.readAllBytes(file)));
            }
            return all;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return target.getSimpleName();
    }
}
