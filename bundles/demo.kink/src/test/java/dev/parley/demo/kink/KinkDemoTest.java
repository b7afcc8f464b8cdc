package dev.parley.demo.kink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.engine.Engine;
import dev.parley.operate.command.Parley;
import dev.parley.operate.command.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.security.auth.kerberos.KerberosPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley demo --protocol kink}: a KDC, tickets by the JDK, two messages, equal keys, and nothing left. */
class KinkDemoTest {
    private static final String PROPERTY = "java.security.krb5.conf";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void it_shows_two_messages_and_the_same_sas_on_both_sides_and_leaves_none() {
        assertThat(run("demo", "--protocol", "kink")).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "the realm DEMO.EXAMPLE",
                        "kink/a.example@DEMO.EXAMPLE",
                        "kink/b.example@DEMO.EXAMPLE",
                        "CREATE ",
                        ": AP_REQ, ENCRYPT {ISAKMP {SA, Ni, IDci, IDcr}}",
                        "->|",
                        "REPLY ",
                        ": AP_REP, ENCRYPT {ISAKMP {SA, IDci, IDcr}}",
                        "|<-",
                        "The SAs of a:",
                        "The SAs of b:",
                        "DELETE ",
                        "ENCRYPT {ISAKMP {D(ESP 0x",
                        "REPLY ",
                        "Deleted: 0 SAs are left at a, 0 at b.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void rekeying_makes_new_keys_that_both_sides_have() {
        assertThat(run("demo", "--protocol", "kink", "--rekey", "--json")).isZero();
        JsonObject demo = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(demo.getAsJsonArray("messages")).hasSize(8);
        JsonObject rekeyed = demo.getAsJsonArray("rekeyed").get(0).getAsJsonObject();
        assertThat(keys(demo, "a"))
                .hasSize(2)
                .isEqualTo(keys(demo, "b"))
                .doesNotContainAnyElementsOf(keys(rekeyed, "a"));
        assertThat(keys(rekeyed, "a")).hasSize(2).isEqualTo(keys(rekeyed, "b"));
        assertThat(demo.get("sasLeft").getAsInt()).isZero();
    }

    @Test
    void the_jvms_kerberos_is_afterwards_as_it_was(@TempDir Path folder) throws Exception {
        Path ours = Files.writeString(folder.resolve("krb5.conf"), "[libdefaults]\n  default_realm = BEFORE.EXAMPLE\n");
        try (KerberosOfTheJvm known = KerberosOfTheJvm.configuredBy(ours)) {
            assertThat(new KerberosPrincipal("somebody").getRealm()).isEqualTo("BEFORE.EXAMPLE");
            assertThat(run("demo", "--protocol", "kink")).isZero();
            assertThat(new KerberosPrincipal("somebody").getRealm()).isEqualTo("BEFORE.EXAMPLE");
            assertThat(System.getProperty(PROPERTY)).isEqualTo(ours.toString());
        }
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    private int run(String... arguments) {
        Engine engine = Engine.plain();
        try (engine) {
            return Parley.run(
                    List.of(arguments),
                    new Surroundings(() -> engine, List::of, new PrintWriter(out, true), new PrintWriter(err, true)));
        }
    }

    private static List<String> keys(JsonObject where, String gateway) {
        JsonArray sas =
                where.getAsJsonObject("gateways").getAsJsonObject(gateway).getAsJsonArray("sas");
        return StreamSupport.stream(sas.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(sa -> sa.get("keyFingerprint").getAsString())
                .sorted()
                .toList();
    }
}
