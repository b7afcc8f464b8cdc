package dev.parley.operate;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.operate.config.FuzzedConfig;
import dev.parley.operate.control.FuzzedControl;
import dev.parley.testkit.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coverage-guided fuzzing of what a person hands in: the configuration, from the examples of its page on, and commands. */
class CoverageGuidedTest {
    private static final Path PAGE = Path.of("../../docs/configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final int USUAL = 1;

    static Stream<FuzzTarget> targets() throws IOException {
        return Stream.of(
                new FuzzTarget(
                        FuzzedConfig.class,
                        EXAMPLE.matcher(Files.readString(PAGE))
                                .results()
                                .map(example -> Bytes.utf8(example.group(1)))
                                .toList(),
                        USUAL),
                new FuzzTarget(FuzzedControl.class, commands(), USUAL));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void seeds_and_what_was_found_do_no_harm(FuzzTarget target) throws Exception {
        target.tryKnown();
    }

    @Tag("jazzer")
    @ParameterizedTest
    @MethodSource("targets")
    void what_jazzer_makes_of_them_does_no_harm(FuzzTarget target) throws Exception {
        target.fuzz();
    }

    private static List<Bytes> commands() {
        return Stream.of(
                        "{\"command\": \"list\"}",
                        "{\"command\": \"plugins\"}",
                        "{\"command\": \"explain\", \"name\": \"peer\"}",
                        "{\"command\": \"up\", \"name\": \"peer\"}",
                        "{\"command\": \"up\", \"name\": \"peer\", \"child\": \"net\"}",
                        "{\"command\": \"rekey\", \"name\": \"peer\", \"what\": \"ike\"}",
                        "{\"command\": \"rekey\", \"name\": \"peer\", \"child\": \"net\"}",
                        "{\"command\": \"probe\", \"name\": \"peer\"}",
                        "{\"command\": \"down\", \"name\": \"peer\"}")
                .map(line -> Bytes.utf8(line + "\n"))
                .toList();
    }
}
