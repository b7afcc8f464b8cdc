package dev.parley.operate.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Catalogs.Entry;
import dev.parley.operate.plugins.Plugins.Declared;
import dev.parley.operate.plugins.Plugins.Plugin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginReportTest {
    @Test
    void it_shows_who_is_used_who_is_shadowed_and_what_a_bundle_that_did_not_start_would_bring() {
        List<Plugin> plugins = List.of(
                plugin("good", Optional.empty(), List.of("cipher", "sa-sink"), new Declared("cipher", "aes")),
                plugin("late", Optional.empty(), List.of(), new Declared("cipher", "aes")),
                plugin("liar", Optional.empty(), List.of(), new Declared("cipher", "des")),
                plugin(
                        "lame",
                        Optional.of("missing requirement x"),
                        List.of(),
                        new Declared("key-exchange", "ml-kem-768")));
        List<Entry> contributed = List.of(
                new Entry("cipher", "aes", "good", 0, 0, Optional.empty()),
                new Entry("cipher", "aes", "late", 9, 0, Optional.of("good")),
                new Entry("cipher", "des", "spare", 0, 0, Optional.of("usual")));

        assertThat(PluginReport.lines(PluginReport.json(plugins, contributed)))
                .containsExactly(
                        "EXTENSION POINT  KEY         FROM   STATE",
                        "cipher           aes         good   in use",
                        "cipher           aes         late   shadowed by good",
                        "cipher           des         spare  shadowed by usual, which is not there",
                        "cipher           des         liar   declared, not contributed",
                        "key-exchange     ml-kem-768  lame   not started",
                        "sa-sink          -           -      nobody contributes",
                        "",
                        "what is shadowed is used if the configuration of 'serve' says so:",
                        "  \"plugins\": {\"prefer\": {\"cipher\": {\"aes\": \"late\"}}}",
                        "  \"plugins\": {\"prefer\": {\"cipher\": {\"des\": \"spare\"}}}",
                        "",
                        "4 bundles, 1 did not start:",
                        "  lame 1.0.0: missing requirement x");
    }

    private static Plugin plugin(String name, Optional<String> why, List<String> points, Declared declared) {
        return new Plugin(name, "1.0.0", why.isEmpty(), why, points, List.of(declared));
    }
}
