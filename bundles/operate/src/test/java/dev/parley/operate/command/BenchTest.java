package dev.parley.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
    private final Console console = new Console();

    @Test
    void a_handshake_calls_the_primitives_that_rfc_7296_names_and_costs_each_side_something() {
        JsonObject measured = json("bench", "handshake", "--count", "20", "--rounds", "2", "--warmup", "0", "--json");
        assertThat(measured.get("count").getAsInt()).isEqualTo(20);
        assertThat(measured.get("perSecond").getAsDouble()).isPositive();
        for (String side : new String[] {"initiator", "responder"}) {
            JsonObject figures = measured.getAsJsonObject(side);
            assertThat(figures.get("cpuMillis").getAsDouble()).as(side).isPositive();
            assertThat(figures.get("bareCpuMillis").getAsDouble()).as(side).isPositive();
            assertThat(figures.get("octets").getAsLong()).as(side).isPositive();
            JsonObject primitives = figures.getAsJsonObject("primitives");
            // SKEYSEED (2.14), and for each of two AUTHs its key, the identity and the octets (2.15)
            assertThat(primitives.get("prf").getAsInt()).as(side).isEqualTo(7);
            // the seven keys (2.14) and KEYMAT (2.17)
            assertThat(primitives.get("prf+").getAsInt()).as(side).isEqualTo(2);
            assertThat(primitives.get("seal").getAsInt()).as(side).isEqualTo(1);
            assertThat(primitives.get("open").getAsInt()).as(side).isEqualTo(1);
        }
        assertThat(primitives(measured, "initiator")).contains("key exchange begun", "key exchange ended");
        assertThat(primitives(measured, "responder")).contains("key exchange answered");
    }

    @Test
    void a_cipher_without_integrity_of_its_own_has_a_checksum_beside_it() {
        JsonObject measured = json(
                "bench",
                "handshake",
                "--suite",
                "aes-cbc:128+hmac-sha2-256-128+hmac-sha2-256+x25519",
                "--count",
                "2",
                "--rounds",
                "1",
                "--warmup",
                "0",
                "--json");
        JsonObject primitives = measured.getAsJsonObject("responder").getAsJsonObject("primitives");
        assertThat(primitives.get("checksum").getAsInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--at-once=4, rekeys of a child, 1, 0",
        "--no-pfs, rekeys of a child, 0, 0",
        "--ike, rekeys of the negotiation itself, 1, 1"
    })
    void a_rekey_is_measured_to_the_end_of_the_deletion(String option, String what, int keyExchanges, int skeyseeds) {
        JsonObject measured =
                json("bench", "rekey", option, "--count", "20", "--rounds", "2", "--warmup", "0", "--json");
        assertThat(measured.get("operation").getAsString()).isEqualTo(what);
        JsonObject primitives = measured.getAsJsonObject("initiator").getAsJsonObject("primitives");
        assertThat(count(primitives, "key exchange begun")).isEqualTo(keyExchanges);
        assertThat(count(primitives, "prf")).isEqualTo(skeyseeds);
        assertThat(count(primitives, "seal")).isEqualTo(2);
        assertThat(count(primitives, "open")).isEqualTo(2);
    }

    @Test
    void heap_is_told_for_each_number_of_established_negotiations() {
        assertThat(console.run("bench", "heap", "--established", "20,40")).isZero();
        assertThat(console.out()).containsSubsequence("Octets of heap", "ESTABLISHED", "20", "40");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--suite=x25519 | needs a cipher and a key exchange",
                "--suite=aes-gcm-16:128+hmac-sha2-256+x25518 | did you mean 'x25519'?",
                "--protocol=ikev3 | no installed bundle has the protocol 'ikev3'",
                "--count=0 | option --count takes 1 or more"
            })
    void a_mistake_is_told_in_one_line(String option, String what) {
        assertThat(console.run("bench", "handshake", option)).isEqualTo(2);
        assertThat(console.err()).contains(what);
    }

    private JsonObject json(String... arguments) {
        assertThat(console.run(arguments)).as(console.err()).isZero();
        return JsonParser.parseString(console.out()).getAsJsonObject();
    }

    private static String primitives(JsonObject measured, String side) {
        return measured.getAsJsonObject(side).getAsJsonObject("primitives").toString();
    }

    private static int count(JsonObject primitives, String name) {
        return primitives.has(name) ? primitives.get(name).getAsInt() : 0;
    }
}
