package dev.parley.operate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Granularity;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SequenceNumbers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Children and identities as a person writes them. */
class ChildReaderTest {
    private static final String PATH = "$.connections.to-b.children.net";

    private static String with(String remote, String child) {
        return """
                {"connections": {"to-b": {
                  "local": {"address": "10.99.0.1", "id": "a@parley.example"},
                  "remote": {"address": "%s", "id": "C=DE, O=Parley, CN=b"},
                  "secret": "s",
                  "children": {"net": {%s}}}}}
                """.formatted(remote, child);
    }

    private static Policy policy(String remote, String child) throws ConfigException {
        return ConfigReader.parse(with(remote, child), Path.of("."), Catalogs.INSTALLED)
                .policies()
                .get(0);
    }

    private static List<String> mistakes(String remote, String child) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> ConfigReader.parse(with(remote, child), Path.of("."), Catalogs.INSTALLED))
                .lines();
    }

    @Test
    void a_child_that_says_nothing_is_in_tunnel_mode_with_ordinary_numbers_and_all_in_one_pair() throws Exception {
        ChildPolicy child = policy("10.99.0.2", "\"local\": [\"10.1.0.0/16\"], \"remote\": [\"10.2.0.0/16\"]")
                .children()
                .get(0);
        assertThat(child.modes()).containsExactly(Mode.TUNNEL);
        assertThat(child.granularity()).isEqualTo(Granularity.CHILD);
        assertThat(child.suites()).allMatch(suite -> suite.sequenceNumbers().isEmpty());
    }

    @Test
    void everything_can_be_said_of_a_child() throws Exception {
        ChildPolicy child = policy("10.99.0.2", """
                "local": ["10.99.0.0/24"], "remote": ["10.99.0.2[17]"], "mode": "transport-or-tunnel",
                "granularity": "addresses",
                "suites": [{"encryption": ["aes-gcm-16:128"], "sequenceNumbers": ["esn", "no-esn"]}]""").children().get(0);
        assertThat(child.modes()).containsExactly(Mode.TRANSPORT, Mode.TUNNEL);
        assertThat(child.granularity()).isEqualTo(Granularity.ADDRESSES);
        assertThat(child.suites().get(0).sequenceNumbers())
                .containsExactly(SequenceNumbers.EXTENDED, SequenceNumbers.ORDINARY);
        assertThat(child.suites()).hasToString("[aes-gcm-16:128 + esn|no-esn]");
    }

    @Test
    void transport_mode_is_between_the_two_ends_unless_somebody_says_less() throws Exception {
        ChildPolicy all =
                policy("10.99.0.2", "\"mode\": \"transport\"").children().get(0);
        assertThat(all.local()).hasToString("[10.99.0.1/32]");
        assertThat(all.remote()).hasToString("[10.99.0.2/32]");
        ChildPolicy some = policy("10.99.0.2", "\"mode\": \"transport\", \"remote\": [\"0.0.0.0/0[17/1701]\"]")
                .children()
                .get(0);
        assertThat(some.remote()).hasToString("[0.0.0.0/0[17/1701]]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            10.99.0.2 | "mode": "trasport"                                                | .mode      | 'trasport' is none of "tunnel", "transport" and "transport-or-tunnel"
            10.99.0.2 | "mode": "transport", "local": ["10.1.0.0/16"]                     | .local     | transport mode protects what goes between the two ends of the connection; write 10.99.0.1, or nothing at all
            any       | "mode": "transport"                                               | ``         | 'remote' is missing; write "remote": ["0.0.0.0/0"]
            10.99.0.2 | "local": ["10.1.0.0/16"], "remote": ["10.2.0.0/16"], "granularity": "pair" | .granularity | 'pair' is none of "child" and "addresses"
            10.99.0.2 | "mode": "transport", "suites": [{"encryption": ["aes-gcm-16:128"], "sequenceNumbers": ["64"]}] | .suites[0].sequenceNumbers[0] | '64' is neither "esn" (64 bits, RFC 4304) nor "no-esn" (32 bits)
            """)
    void each_mistake_is_named_with_its_path_and_reason(String remote, String child, String place, String why) {
        assertThat(mistakes(remote, child)).containsExactly(PATH + (place == null ? "" : place) + ": " + why);
    }

    @Test
    void an_identity_may_be_a_mailbox_or_a_distinguished_name() throws Exception {
        Policy policy = policy("10.99.0.2", "\"mode\": \"transport\"");
        assertThat(policy.local().identity().kind()).isEqualTo("rfc822");
        assertThat(policy.remote().identity().kind()).isEqualTo("dn");
        assertThat(policy.remote().identity()).hasToString("C=DE,O=Parley,CN=b");
    }

    @Test
    void what_is_no_distinguished_name_is_a_mistake_with_its_place() {
        String text =
                with("10.99.0.2", "\"mode\": \"transport\"").replace("C=DE, O=Parley", "C=DE, Organisation=Parley");
        assertThat(catchThrowableOfType(
                                ConfigException.class, () -> ConfigReader.parse(text, Path.of("."), Catalogs.INSTALLED))
                        .lines())
                .containsExactly("$.connections.to-b.remote.id: 'C=DE, Organisation=Parley, CN=b' is no distinguished "
                        + "name; write C=DE, O=Example, CN=gateway (a comma within a value as \\,)");
    }
}
