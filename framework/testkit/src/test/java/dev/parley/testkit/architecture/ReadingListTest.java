package dev.parley.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files that a newcomer is told to read first are there, and as long as the page says. */
class ReadingListTest {
    private static final Pattern ROW = Pattern.compile("\\| \\[`\\w+`\\]\\(\\.\\./(\\S+\\.java)\\) \\| (\\d+) \\|");
    private static final int MOST_LINES_TOGETHER = 1_200;

    @Test
    void nine_files_are_named_with_their_line_counts() throws IOException {
        Path root = Reactor.around(Path.of("")).root();
        List<MatchResult> rows = ROW.matcher(Files.readString(root.resolve("docs/architecture.md")))
                .results()
                .toList();
        assertThat(rows).hasSize(9);
        int together = 0;
        for (MatchResult row : rows) {
            int said = Integer.parseInt(row.group(2));
            int counted = Files.readAllLines(root.resolve(row.group(1))).size();
            assertThat(Math.abs(said - counted))
                    .as("%s has %d lines, docs/architecture.md says %d", row.group(1), counted, said)
                    .isLessThanOrEqualTo(counted / 10);
            together += counted;
        }
        assertThat(together).isLessThan(MOST_LINES_TOGETHER);
    }
}
