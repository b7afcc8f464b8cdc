package dev.parley.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The source tree that this test lies in keeps the rules. */
class ArchitectureTest {
    static Stream<Rule> rules() {
        return SourceRules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_source_tree_keeps(Rule rule) {
        assertThat(rule.violations().apply(Reactor.around(Path.of("")))).isEmpty();
    }
}
