package dev.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.architecture.ClassPathRules;
import dev.parley.testkit.architecture.ClassRules;
import dev.parley.testkit.architecture.Reactor;
import dev.parley.testkit.architecture.Rule;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped keeps the rules that need it built. It is tested here because the launcher is built after all it ships. */
class BuiltArchitectureTest {
    static Stream<Rule> rules() {
        return ClassRules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void framework_and_bundles_keep(Rule rule) {
        Reactor all = Reactor.around(Path.of(""));
        Reactor shipped = new Reactor(
                all.root(),
                Stream.concat(all.in("framework"), all.in("bundles")).toList());
        assertThat(rule.violations().apply(shipped)).isEmpty();
    }

    @Test
    void every_bundles_manifest_says_what_it_contributes() throws Exception {
        assertThat(ClassPathRules.manifestsAgreeWithContributions()).isEmpty();
    }
}
