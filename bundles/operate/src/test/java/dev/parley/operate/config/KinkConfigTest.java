package dev.parley.operate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.ipsec.Policy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies for KINK, which has neither a pre-shared key nor an SA of its own. */
class KinkConfigTest {
    private static final String WHOLE = """
            {"connections": {"to-b": {
              "protocol": "kink",
              "local": {"address": "10.99.0.1"},
              "remote": {"address": "10.99.0.2"},
              "settings": {
                "kink.principal": "kink/a.example@EXAMPLE",
                "kink.peer": "kink/b.example@EXAMPLE",
                "kink.keytab": "/etc/a.keytab"},
              "children": {"net": {"local": ["10.1.0.0/16"], "remote": ["10.2.0.0/16"]}}}}}
            """;

    @Test
    void a_policy_has_port_910_and_neither_a_secret_nor_suites() throws Exception {
        Policy policy = policy(WHOLE);
        assertThat(policy.local().endpoint()).hasToString("10.99.0.1:910");
        assertThat(policy.remote().endpoint()).hasToString("10.99.0.2:910");
        assertThat(policy.local().encapsulated()).isEmpty();
        assertThat(policy.secret()).isEmpty();
        assertThat(policy.suites()).isEmpty();
        assertThat(policy.lifetimeSeconds()).isZero();
        assertThat(new Installed(Catalogs.INSTALLED, List::of).missing(policy)).isEmpty();
    }

    @Test
    void a_policy_moves_the_port() throws Exception {
        Policy policy =
                policy(WHOLE.replace("\"address\": \"10.99.0.1\"", "\"address\": \"10.99.0.1\", \"port\": 9910"));
        assertThat(policy.local().endpoint()).hasToString("10.99.0.1:9910");
        assertThat(policy.remote().endpoint()).hasToString("10.99.0.2:910");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "protocol": "kink" | "protocol": "kink", "secret": "s"                     | .secret: KINK has none, a KDC vouches for both ends; take it out and write kink.keytab into the settings
            "protocol": "kink" | "protocol": "kink", "lifetime": 3600                  | .lifetime: kink has no SA of its own that this could be for; write it into the children
            "10.99.0.1"        | "10.99.0.1", "encapsulatedPort": 4500                 | .local.encapsulatedPort: kink is not encapsulated in UDP once more; take it out
            "kink.peer"        | "kink.pear"                                           | .settings.kink.pear: KINK has no such setting; there are kink.principal, kink.peer, kink.keytab, kink.prf, kink.responder-nonce, kink.liveness
            "kink.keytab": "/  | "kink.keytab": "                                      | .settings.kink.keytab: 'etc/a.keytab' is not the whole path of a file; write one that begins with /
            "kink/a.example@EXAMPLE" | "kink/b.example@EXAMPLE"                        | .settings.kink.peer: it is kink.principal too; name the other end
            ["10.1.0.0/16"]    | ["10.1.0.0/16", "10.3.0.0/16"]                        | .children.net: a Quick Mode names one selector on each side; make it several children
            "net": {           | "net": {"suites": [{"encryption": ["camellia-cbc:128"], "integrity": ["hmac-sha1-96"]}], | .children.net.suites:
            """)
    void a_mistake_is_named_with_its_place(String right, String wrong, String line) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> policy(WHOLE.replace(right, wrong)))
                        .lines())
                .anySatisfy(said -> assertThat(said).startsWith("$.connections.to-b" + line));
    }

    @Test
    void a_protocol_that_is_not_installed_needs_its_ports() {
        assertThat(catchThrowableOfType(ConfigException.class, () -> policy(WHOLE.replace("\"kink\"", "\"knik\"")))
                        .lines())
                .containsExactly(
                        "$.connections.to-b.local: 'port' is missing: no installed bundle has the protocol 'knik' and could say it; did you mean 'kink'?",
                        "$.connections.to-b.remote: 'port' is missing: no installed bundle has the protocol 'knik' and could say it; did you mean 'kink'?");
    }

    private static Policy policy(String text) throws ConfigException {
        return ConfigReader.parse(text, Path.of("."), Catalogs.INSTALLED)
                .policies()
                .get(0);
    }
}
