package dev.parley.operate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Limits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentedConfigurationTest {
    private static final Path PAGE = Path.of("../../docs/configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void the_pages_examples_are_read_without_a_word() throws Exception {
        Files.writeString(folder.resolve("to-b.key"), "correct horse\n");
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSize(3);
        for (String example : examples) {
            assertThat(ConfigReader.parse(example, folder, Catalogs.INSTALLED).policies())
                    .isNotEmpty();
        }
        assertThat(examples.get(0).lines()).hasSizeLessThan(25);
    }

    @Test
    void the_page_lists_every_limit() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Arrays.stream(Limits.class.getRecordComponents()).map(RecordComponent::getName))
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
