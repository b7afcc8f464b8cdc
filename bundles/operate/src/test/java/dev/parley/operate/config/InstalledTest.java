package dev.parley.operate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.CatalogTracker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstalledTest {
    private static final String CONFIG = """
            {"connections": {"x": {
              "local": {"address": "10.0.0.1"}, "remote": {"address": "10.0.0.2"}, "secret": "s",
              "suites": [{"encryption": ["aes-gcm-61:128", "aes-gcm-16:136", "aes-gcm-16", "chacha20-poly1305:256"], "prf": ["hmac-sha2-256"],
                          "keyExchange": ["x25519", "ml-kem-768"]}],
              "children": {"net": {"suites": [{"encryption": ["aes-gcm-16:128"]}],
                                   "local": ["10.1.0.0/16"], "remote": ["10.2.0.0/16"]}}}}}
            """;

    @Test
    void a_name_that_is_not_installed_comes_with_what_is_there_instead() throws ConfigException {
        Config config = ConfigReader.parse(CONFIG, Path.of("."), Catalogs.INSTALLED);
        assertThat(new Installed(CatalogTracker.plain().catalog(), List::of)
                        .missing(config.policies().get(0)))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("no installed bundle has the cipher 'aes-gcm-61'; there are ")
                                .contains("aes-cbc", "aes-gcm-16")
                                .endsWith("; did you mean 'aes-gcm-16'?"),
                        line -> assertThat(line)
                                .startsWith("no installed bundle has the key-exchange 'ml-kem-768'; there are ")
                                .contains("x25519", "modp-2048"),
                        line -> assertThat(line)
                                .startsWith("cipher 'aes-gcm-16' has no keys of 136 bits; there are ")
                                .contains("aes-gcm-16:128", "aes-gcm-16:256"),
                        line -> assertThat(line).startsWith("cipher 'aes-gcm-16' needs a key size; there are "),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "cipher 'chacha20-poly1305' has no keys of 256 bits; there are chacha20-poly1305"));
    }

    @Test
    void the_default_suites_are_all_installed() throws ConfigException {
        String defaults = CONFIG.replaceFirst("(?s)\"suites\".*?\"children\"", "\"children\"");
        Config config = ConfigReader.parse(defaults, Path.of("."), Catalogs.INSTALLED);
        assertThat(new Installed(CatalogTracker.plain().catalog(), List::of)
                        .missing(config.policies().get(0)))
                .isEmpty();
    }
}
