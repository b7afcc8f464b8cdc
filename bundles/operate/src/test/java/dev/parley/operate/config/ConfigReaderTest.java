package dev.parley.operate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.engine.Limits;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final String WHOLE = """
            {
              "connections": {
                "to-b": {
                  "local": {"address": "10.99.0.1", "id": "a.example"},
                  "remote": {"address": "10.99.0.2", "id": "b.example"},
                  "secret": "correct horse",
                  "children": {"net": {"local": ["10.91.1.1/32"], "remote": ["10.91.2.1/32"]}}
                }
              }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void a_short_configuration_is_a_whole_policy() throws ConfigException {
        Config config = ConfigReader.parse(WHOLE, folder, Catalogs.INSTALLED);

        Policy policy = config.policies().get(0);
        assertThat(policy.name()).isEqualTo("to-b");
        assertThat(policy.protocol()).isEqualTo("ikev2");
        assertThat(policy.local().endpoint()).hasToString("10.99.0.1:500");
        assertThat(policy.local().encapsulated().orElseThrow()).hasToString("10.99.0.1:4500");
        assertThat(policy.remote().identity()).hasToString("b.example");
        assertThat(policy.secret().orElseThrow().reveal()).isEqualTo(Bytes.utf8("correct horse"));
        assertThat(policy.suites())
                .hasToString("[aes-gcm-16:128|aes-gcm-16:256 + hmac-sha2-256 + x25519|modp-2048, "
                        + "aes-cbc:128|aes-cbc:256 + hmac-sha2-256-128 + hmac-sha2-256 + x25519|modp-2048]");
        assertThat(policy.child("net").orElseThrow().suites())
                .hasToString("[aes-gcm-16:128|aes-gcm-16:256, aes-cbc:128|aes-cbc:256 + hmac-sha2-256-128]");
        assertThat(config.connections().get(0).start()).isEqualTo(Connection.Start.WAIT);
        assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void everything_can_be_said() throws ConfigException {
        Config config = ConfigReader.parse("""
                {"control": "/run/p/c.sock", "limits": {"halfOpen": 7},
                 "connections": {"to-b": {
                   "protocol": "ikev9",
                   "local": {"address": "fd00::1", "port": 1500, "encapsulatedPort": 1501},
                   "remote": {"address": "any", "port": 2500, "encapsulatedPort": 2501, "id": "key-id:0x0102"},
                   "secret": "0x00ff",
                   "suites": [{"encryption": ["aes-gcm-16:256"], "prf": ["hmac-sha2-256"],
                               "keyExchange": ["x25519", {"method": "my-kex", "number": 1024}]}],
                   "lifetime": 0, "start": "wait", "settings": {"liveness": "30"},
                   "children": {"net": {"suites": [{"encryption": ["aes-cbc:128"], "integrity": ["hmac-sha2-256-128"]}],
                                        "local": ["fd01::/64"], "remote": ["fd02::/64", "fd03::1"], "lifetime": 60}}}}}
                """, folder, Catalogs.INSTALLED);

        Policy policy = config.policies().get(0);
        assertThat(config.control()).contains(Path.of("/run/p/c.sock"));
        assertThat(config.limits()).isEqualTo(Limits.DEFAULT.withHalfOpen(7));
        assertThat(policy.protocol()).isEqualTo("ikev9");
        assertThat(policy.local().identity()).hasToString("fd00::1");
        assertThat(policy.remote().endpoint().address()).isEqualTo(Bytes.zeros(16));
        assertThat(policy.remote().identity()).hasToString("key-id:0x0102");
        assertThat(policy.secret().orElseThrow().reveal()).isEqualTo(Bytes.of(0, 255));
        assertThat(policy.suites()).hasToString("[aes-gcm-16:256 + hmac-sha2-256 + x25519|my-kex (number 1024)]");
        assertThat(policy.settings()).containsEntry("liveness", "30");
        assertThat(policy.lifetimeSeconds()).isZero();
        assertThat(policy.child("net").orElseThrow().lifetimeSeconds()).isEqualTo(60);
        assertThat(policy.child("net").orElseThrow().remote()).hasToString("[fd02::/64, fd03::1/128]");
    }

    @ParameterizedTest(name = "{0} -> {1}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "10.99.0.1"                | "b.example"               | $.connections.to-b.local.address      | 'b.example' is no IP address (host names are not looked up)
            "10.99.0.1"                | "0.0.0.0"                 | $.connections.to-b.local.address      | name one address of this host; a gateway must know which one it answers from
            "10.99.0.1"                | 17                        | $.connections.to-b.local.address      | text in quotes belongs here
            "10.99.0.1"                | ""                        | $.connections.to-b.local.address      | it is empty
            "10.99.0.2"                | "fd00::2"                 | $.connections.to-b.remote.address     | one end has an IPv4 address and the other an IPv6 address
            "10.99.0.2"                | "0.0.0.0"                 | $.connections.to-b.remote.address     | a peer from anywhere is "any"
            "id": "a.example"          | "port": 70000             | $.connections.to-b.local.port         | 70000 is not between 1 and 65535
            "id": "a.example"          | "port": 1.5               | $.connections.to-b.local.port         | a whole number belongs here, not 1.5
            "id": "a.example"          | "port": "500"             | $.connections.to-b.local.port         | a whole number belongs here, without quotes
            "id": "a.example"          | "port": 4500              | $.connections.to-b.local              | 'port' and 'encapsulatedPort' are both 4500; they must differ
            "id": "a.example"          | "prot": 500               | $.connections.to-b.local.prot         | there is no such key; did you mean 'port'?
            "id": "a.example"          | "colour": 500             | $.connections.to-b.local.colour       | there is no such key; here belong address, port, encapsulatedPort, id
            "secret": "correct horse"  | "secret": ""              | $.connections.to-b.secret             | it is empty
            "secret": "correct horse"  | "secret": "0x1"           | $.connections.to-b.secret             | after 0x an even number of hexadecimal digits belongs
            "secret": "correct horse"  | "protocol": "ikev2"       | $.connections.to-b.secret             | it is missing, and so is 'secretFile'; write "secretFile": "peer.key"
            "secret": "correct horse"  | "secret": "s", "secretFile": "f" | $.connections.to-b             | 'secret' and 'secretFile' exclude each other; keep one
            "secret": "correct horse"  | "secret": "s", "start": "now"    | $.connections.to-b.start       | 'now' is neither "wait" nor "initiate"
            "secret": "correct horse"  | "secret": "s", "lifetime": -1    | $.connections.to-b.lifetime    | -1 is not between 0 and 31622400
            "secret": "correct horse"  | "secret": "s", "settings": {"liveness": 30} | $.connections.to-b.settings.liveness | text in quotes belongs here
            "secret": "correct horse"  | "secret": "s", "suites": []      | $.connections.to-b.suites      | a list […] with at least one value belongs here
            ["10.91.1.1/32"]           | ["10.91.1.1/33"]          | $.connections.to-b.children.net.local[0] | '10.91.1.1/33': a prefix of 33 bits is too long
            ["10.91.1.1/32"]           | "10.91.1.1/32"            | $.connections.to-b.children.net.local | a list […] with at least one value belongs here
            "local": ["10.91.1.1/32"], | ``                        | $.connections.to-b.children.net       | 'local' is missing; write "local": ["10.1.0.0/16"]
            "to-b"                     | "to b"                    | $.connections['to b']                 | a connection's name is made of up to 64 letters, digits, '.', '_' and '-'
            """)
    void each_mistake_is_named_with_its_path_and_reason(String right, String wrong, String path, String why) {
        String text = WHOLE.replace(right, wrong == null ? "" : wrong);
        assertThat(text).isNotEqualTo(WHOLE);
        assertThat(mistakes(text)).containsExactly(path + ": " + why);
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"encryption": ["aes-gcm-16:128"], "prf": ["hmac-sha2-256"]}                                         | ``                | 'keyExchange' is missing; write "keyExchange": ["x25519"]
            {"encryption": ["aes-gcm-16:128"], "keyExchange": ["x25519"]}                                        | ``                | 'prf' is missing; write "prf": ["hmac-sha2-256"]
            {"encryption": ["aes-cbc:128"], "prf": ["p"], "keyExchange": ["x25519"]}                             | ``                | aes-cbc needs an integrity algorithm; write "integrity": ["hmac-sha2-256-128"]
            {"encryption": ["aes-gcm-16:128"], "integrity": ["i"], "prf": ["p"], "keyExchange": ["x"]}           | ``                | aes-gcm-16 proves integrity itself; take 'integrity' out
            {"encryption": ["aes-gcm-16:128", "aes-cbc:128"], "prf": ["p"], "keyExchange": ["x"]}                | ``                | aes-gcm-16 proves integrity itself and aes-cbc does not; put them into two suites (RFC 7296 section 3.3)
            {"encryption": ["AES GCM"], "prf": ["p"], "keyExchange": ["x"]}                                      | .encryption[0]    | 'AES GCM' is no algorithm's name; write a name, or a name and a key size: aes-gcm-16:128
            {"encryption": ["aes-gcm-16:129"], "prf": ["p"], "keyExchange": ["x"]}                               | .encryption[0]    | a key of 129 bits is no whole number of octets
            {"encryption": ["e"], "prf": ["p"], "keyExchange": [{"method": "x", "number": 65536}]}               | .keyExchange[0].number | 65536 is not between 1 and 65535
            {"encryption": ["e"], "prf": ["p"], "keyExchange": [{"number": 1024}]}                               | .keyExchange[0]   | 'method' is missing; write "method": "my-key-exchange"
            {"encryption": ["e"], "prf": ["p"], "keyExchange": ["x"], "kex": ["x"]}                              | .kex              | there is no such key; here belong encryption, integrity, prf, keyExchange
            """)
    void a_suite_must_be_able_to_mean_something(String suite, String place, String why) {
        String text = WHOLE.replace("\"secret\": \"correct horse\"", "\"secret\": \"s\", \"suites\": [" + suite + "]");
        String path = "$.connections.to-b.suites[0]" + (place == null ? "" : place);
        assertThat(mistakes(text)).containsExactly(path + ": " + why);
    }

    @Test
    void a_childs_cipher_needs_a_known_key_length() {
        String text = WHOLE.replace(
                "\"local\": [\"10.91.1.1/32\"]",
                "\"local\": [\"10.91.1.1/32\"], \"suites\": [{\"encryption\": [\"aes-gcm-16\"]}]");
        assertThat(mistakes(text))
                .containsExactly(
                        "$.connections.to-b.children.net.suites[0]: how long an ESP key of aes-gcm-16 is is not known; "
                                + "write its size after the name, as in aes-gcm-16:128");
    }

    @Test
    void a_childs_cipher_whose_keys_have_one_size_is_written_without_it() throws ConfigException {
        String suites =
                "\"local\": [\"10.91.1.1/32\"], \"suites\": [{\"encryption\": [\"%s\"], \"keyExchange\": [\"ecp-256\"]}]";
        String right = WHOLE.replace("\"local\": [\"10.91.1.1/32\"]", suites.formatted("chacha20-poly1305"));
        assertThat(ConfigReader.parse(right, Path.of("."), Catalogs.INSTALLED)
                        .policies()
                        .get(0)
                        .child("net")
                        .orElseThrow()
                        .suites()
                        .get(0)
                        .keyExchange())
                .containsExactly(Algorithm.parse("ecp-256"));
        assertThat(mistakes(WHOLE.replace("\"local\": [\"10.91.1.1/32\"]", suites.formatted("chacha20-poly1305:256"))))
                .containsExactly(
                        "$.connections.to-b.children.net.suites[0]: how long an ESP key of chacha20-poly1305:256 "
                                + "is is not known; its keys have one size, write chacha20-poly1305");
    }

    @Test
    void what_says_no_lifetime_is_replaced_after_hours() throws ConfigException {
        Policy policy = ConfigReader.parse(WHOLE, Path.of("."), Catalogs.INSTALLED)
                .policies()
                .get(0);
        assertThat(policy.lifetimeSeconds()).isEqualTo(14_400);
        assertThat(policy.child("net").orElseThrow().lifetimeSeconds()).isEqualTo(3_600);
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThat(mistakes("""
                {"limit": {}, "connections": {
                  "x": {"local": {"address": "nowhere"}, "remote": {}, "secret": "s", "children": {}},
                  "y": 5}}
                """))
                .containsExactly(
                        "$.connections.x.local.address: 'nowhere' is no IP address (host names are not looked up)",
                        "$.connections.x.remote: 'address' is missing; write \"address\": \"192.0.2.2\" or \"any\"",
                        "$.connections.x.children: a connection without children protects nothing; add one: \"net\": {…}",
                        "$.connections.y: an object {…} belongs here",
                        "$.limit: there is no such key; did you mean 'limits'?");
    }

    @Test
    void a_peer_from_anywhere_needs_a_name_and_begins_itself() {
        String any = WHOLE.replace("\"address\": \"10.99.0.2\", \"id\": \"b.example\"", "\"address\": \"any\"");
        assertThat(mistakes(any))
                .containsExactly(
                        "$.connections.to-b.remote: 'id' is missing: from any address a peer is known by its identity alone");
        String begins =
                WHOLE.replace("10.99.0.2", "any").replace("\"children\"", "\"start\": \"initiate\", \"children\"");
        assertThat(mistakes(begins))
                .containsExactly(
                        "$.connections.to-b.start: a peer whose address is \"any\" cannot be called first; write \"wait\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"connections": {"to-b"                 | no JSON: End of input at line 1 column 24 path $.connections.to-b
            {"connections": {}} {}                  | no JSON: it is malformed at line 1 column 22 path $
            {"limits": {"halfOpen": 1e-99999999999}}   | no JSON: Too many nonzero exponent digits.
            {'connections': {}}                     | no JSON: it is malformed at line 1 column 3 path $.
            hello                                   | no JSON: it is malformed at line 1 column 1 path $
            """)
    void half_a_configuration_is_one_clear_line(String text, String why) {
        assertThat(mistakes(text)).containsExactly(why);
    }

    @Test
    void an_empty_file_and_a_key_twice_are_no_json() {
        assertThat(mistakes(" ")).containsExactly("no JSON: the file is empty");
        assertThat(mistakes("{\"connections\": {\"x\": 1, \"y\": 2, \"x\": 3}}"))
                .containsExactly("no JSON: it says $.connections.x twice");
        assertThat(mistakes("[]")).containsExactly("$: an object {…} belongs here");
    }

    @Test
    void limits_are_the_engines() {
        assertThat(mistakes(WHOLE.replaceFirst("\\{", "{\"limits\": {\"halfOpn\": 3, \"amplification\": 0},")))
                .containsExactlyInAnyOrder(
                        "$.limits.halfOpn: there is no such key; did you mean 'halfOpen'?",
                        "$.limits: limit amplification is 0; it must be 1 or more");
    }

    @Test
    void connections_that_cannot_stand_together_are_refused() {
        assertThat(mistakes("""
                {"connections": {
                  "x": {"local": {"address": "10.0.0.1"}, "remote": {"address": "10.0.0.2"}, "secret": "s",
                        "suites": [{"encryption": ["e"], "prf": ["p"], "keyExchange": [{"method": "one", "number": 1024}]}],
                        "children": {"net": {"local": ["10.1.0.0/16"], "remote": ["10.2.0.0/16"]}}},
                  "y": {"local": {"address": "10.0.0.1", "port": 4500, "encapsulatedPort": 500}, "remote": {"address": "10.0.0.3"},
                        "suites": [{"encryption": ["e"], "prf": ["p"], "keyExchange": [{"method": "two", "number": 1024}]}],
                        "secret": "s", "children": {"net": {"local": ["10.1.0.0/16"], "remote": ["10.3.0.0/16"]}}},
                  "z": {"local": {"address": "10.0.0.1"}, "remote": {"address": "10.0.0.2"}, "secret": "s",
                        "children": {"net": {"local": ["10.1.0.0/16"], "remote": ["10.4.0.0/16"]}}}}}
                """))
                .containsExactly(
                        "$.connections.y.local: 10.0.0.1:4500 is one connection's 'port' and another's 'encapsulatedPort'; take two ports",
                        "$.connections.y.local: 10.0.0.1:500 is one connection's 'port' and another's 'encapsulatedPort'; take two ports",
                        "$.connections.y.suites: key exchange number 1024 is two here and one elsewhere at the same address",
                        "$.connections.z: it has the same ends and identities as 'x'; make its children that one's children");
    }

    @Test
    void a_secret_file_is_read_beside_the_configuration_without_its_line_end() throws Exception {
        Path secret = secretFile("correct horse\n", "rw-------");
        Config config = ConfigReader.parse(withSecretFile("peer.key"), folder, Catalogs.INSTALLED);
        assertThat(config.policies().get(0).secret().orElseThrow().reveal()).isEqualTo(Bytes.utf8("correct horse"));
        assertThat(config.warnings()).isEmpty();

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ConfigReader.parse(withSecretFile("peer.key"), folder, Catalogs.INSTALLED)
                        .warnings())
                .containsExactly("$.connections.to-b.secretFile: others can open " + secret + "; chmod 600 it");
    }

    @Test
    void a_secret_file_that_cannot_be_used_is_one_clear_line() throws Exception {
        String path = "$.connections.to-b.secretFile: ";
        assertThat(mistakes(withSecretFile("peer.key")))
                .containsExactly(path + "there is no file " + folder.resolve("peer.key"));
        assertThat(mistakes(withSecretFile("."))).containsExactly(path + folder.resolve(".") + " is no regular file");
        secretFile("", "rw-------");
        assertThat(mistakes(withSecretFile("peer.key"))).containsExactly(path + "the secret is empty");
        secretFile("x".repeat(5000), "rw-------");
        assertThat(mistakes(withSecretFile("peer.key")))
                .containsExactly(path + folder.resolve("peer.key") + " is longer than 4096 octets: no pre-shared key");
    }

    @Test
    void a_mistake_never_repeats_a_secret() {
        String text = WHOLE.replace("\"secret\": \"correct horse\"", "\"secrets\": \"correct horse\"");
        assertThat(mistakes(text)).noneMatch(line -> line.contains("horse")).hasSize(2);
    }

    @Test
    void a_missing_or_binary_file_is_one_clear_line() throws IOException {
        Path file = folder.resolve("c.json");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(file, Catalogs.INSTALLED))
                        .lines())
                .containsExactly("there is no such file");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(file, Catalogs.INSTALLED))
                        .lines())
                .containsExactly("it is not UTF-8 text");
    }

    @Test
    void a_path_that_cannot_be_one_is_a_mistake_with_its_place() {
        assertThat(mistakes(withSecretFile("a\\u0000b")))
                .containsExactly("$.connections.to-b.secretFile: no path on this system: Nul character not allowed");
        assertThat(mistakes(WHOLE.replaceFirst("\\{", "{\"control\": \"\\\\u0000\",")))
                .containsExactly("$.control: no path on this system: Nul character not allowed");
    }

    @Test
    void what_fits_into_no_message_is_refused_before_it_is_tried() {
        assertThat(mistakes(WHOLE.replace("a.example", "a".repeat(1025))))
                .containsExactly(
                        "$.connections.to-b.local.id: an identity of more than 1024 octets fits into no message");
        assertThat(mistakes(WHOLE.replace("\"10.91.1.1/32\"", "\"10.91.1.1/32\"" + ", \"10.91.1.1/32\"".repeat(255))))
                .containsExactly("$.connections.to-b.children.net.local: a child has at most 255 selectors on a side"
                        + " (RFC 7296 section 3.13); join some, or make it two children");
    }

    @Test
    void a_mistake_is_one_line_whatever_a_name_holds() {
        assertThat(mistakes(WHOLE.replace("to-b", "x\\n\\u001b[31m")))
                .containsExactly("$.connections['x??[31m']: a connection's name is made of up to 64 letters, digits, "
                        + "'.', '_' and '-'");
    }

    @Test
    void a_device_without_an_end_is_no_configuration() {
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> ConfigReader.read(Path.of("/dev/zero"), Catalogs.INSTALLED))
                        .lines())
                .containsExactly("it is longer than 16 MiB: no configuration");
    }

    private List<String> mistakes(String text) {
        return catchThrowableOfType(ConfigException.class, () -> ConfigReader.parse(text, folder, Catalogs.INSTALLED))
                .lines();
    }

    private static String withSecretFile(String name) {
        return WHOLE.replace("\"secret\": \"correct horse\"", "\"secretFile\": \"" + name + "\"");
    }

    private Path secretFile(String text, String permissions) throws IOException {
        Path file = folder.resolve("peer.key");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
