package dev.parley.examples.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SizeTest {
    /** What the page promises. */
    private static final int MOST = 113;

    private static final Pattern NO_CODE = Pattern.compile("\\s*|(package|import) .*|\\s*/?\\*.*");

    @Test
    void the_example_is_as_short_as_its_page_says() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines += Files.readAllLines(file).stream()
                        .filter(line -> !NO_CODE.matcher(line).matches())
                        .count();
            }
        }
        assertThat(lines).isLessThanOrEqualTo(MOST);
    }
}
