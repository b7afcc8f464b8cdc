package dev.parley.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The limits and the proofs that the page on security names are there, under those names. */
class SecurityPageTest {
    private static final Pattern LIMIT = Pattern.compile("`([A-Z]\\w+)\\.([A-Z_]+)`");
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");
    private static final Path ROOT = Reactor.around(Path.of("")).root();

    @Test
    void every_limit_is_a_constant() throws IOException {
        List<MatchResult> limits = named(LIMIT);
        assertThat(limits).hasSizeGreaterThan(10);
        for (MatchResult limit : limits) {
            assertThat(source(limit.group(1)))
                    .as(limit.group())
                    .containsPattern("static final (int|long) " + limit.group(2) + " =");
        }
    }

    @Test
    void every_proof_is_a_test() throws IOException {
        List<MatchResult> proofs = named(PROOF);
        assertThat(proofs).hasSizeGreaterThan(10);
        for (MatchResult proof : proofs) {
            String expected = proof.group(2) == null ? "@Test|@ParameterizedTest" : "void " + proof.group(2) + "\\(";
            assertThat(source(proof.group(1))).as(proof.group()).containsPattern(expected);
        }
    }

    private static List<MatchResult> named(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .toList();
    }

    /** What all classes of that name say; none is none. */
    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            StringBuilder said = new StringBuilder();
            for (Path file : files.filter(path -> path.endsWith(name + ".java")).toList()) {
                said.append(Files.readString(file));
            }
            return said.toString();
        }
    }
}
