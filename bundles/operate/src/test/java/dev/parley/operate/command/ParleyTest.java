package dev.parley.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.engine.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParleyTest {
    private final Console console = new Console();

    @TempDir
    Path folder;

    @Test
    void what_could_not_be_written_was_not_said() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        StringWriter complaints = new StringWriter();
        Surroundings surroundings = new Surroundings(
                Engine::plain, List::of, new PrintWriter(full, true), new PrintWriter(complaints, true));
        assertThat(Parley.run(List.of("--help"), surroundings)).isEqualTo(1);
        assertThat(complaints.toString().lines())
                .singleElement()
                .asString()
                .startsWith("parley: the output could not be written");
    }

    @Test
    void demo_shows_four_messages_and_equal_fingerprints_and_leaves_nothing() {
        assertThat(console.run("demo")).isZero();
        assertThat(console.out())
                .containsSubsequence(
                        "IKE_SA_INIT request",
                        "HDR, SAi1, KEi, Ni",
                        "->|",
                        "IKE_SA_INIT response",
                        "HDR, SAr1, KEr, Nr",
                        "|<-",
                        "IKE_AUTH request",
                        "HDR, SK {IDi",
                        "->|",
                        "IKE_AUTH response",
                        "HDR, SK {IDr",
                        "|<-",
                        "The SAs of a:",
                        "The SAs of b:",
                        "INFORMATIONAL request",
                        "Deleted: 0 SAs are left at a, 0 at b.");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void demo_json_is_one_object_in_which_both_sides_have_the_same_simplex_sas() {
        assertThat(console.run("demo", "--json")).isZero();
        JsonObject demo = JsonParser.parseString(console.out()).getAsJsonObject();
        assertThat(demo.getAsJsonArray("messages")).hasSize(6);
        assertThat(demo.get("sasLeft").getAsInt()).isZero();
        JsonArray a = sas(demo, "a");
        JsonArray b = sas(demo, "b");
        assertThat(a).hasSize(2);
        assertThat(b).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonObject ours = a.get(i).getAsJsonObject();
            JsonObject theirs = b.get(i).getAsJsonObject();
            for (String same :
                    new String[] {"spi", "destination", "protocol", "algorithm", "keyFingerprint", "from", "to"}) {
                assertThat(ours.get(same)).as(same).isEqualTo(theirs.get(same));
            }
            assertThat(ours.get("direction")).isNotEqualTo(theirs.get("direction"));
            assertThat(ours.get("keyFingerprint").getAsString()).matches("[0-9a-f]{8}");
        }
        assertThat(a.get(0).getAsJsonObject().get("keyFingerprint"))
                .isNotEqualTo(a.get(1).getAsJsonObject().get("keyFingerprint"));
    }

    @Test
    void demo_rekey_shows_both_replacements_and_the_new_sas() {
        assertThat(console.run("demo", "--rekey")).isZero();
        assertThat(console.out())
                .containsSubsequence(
                        "The SAs of b:",
                        "CREATE_CHILD_SA request",
                        "HDR, SK {N(REKEY_SA), SA, Ni, KEi, TSi,",
                        "->|",
                        "CREATE_CHILD_SA response",
                        "HDR, SK {SA, Nr, KEr, TSi, TSr}",
                        "|<-",
                        "INFORMATIONAL request",
                        "The SAs of a:",
                        "The SAs of b:",
                        "New SPIs and new keys.",
                        "CREATE_CHILD_SA request",
                        "HDR, SK {SA, Ni, KEi}",
                        "CREATE_CHILD_SA response",
                        "HDR, SK {SA, Nr, KEr}",
                        "The SPIs of the IKE SA were",
                        "Deleted: 0 SAs are left at a, 0 at b.");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void demo_rekey_json_has_new_keys_after_the_child_and_a_new_ike_sa_after_the_other() {
        assertThat(console.run("demo", "--rekey", "--json")).isZero();
        JsonObject demo = JsonParser.parseString(console.out()).getAsJsonObject();
        assertThat(demo.getAsJsonArray("messages")).hasSize(14);
        JsonArray rekeyed = demo.getAsJsonArray("rekeyed");
        JsonObject child = rekeyed.get(0).getAsJsonObject();
        JsonObject ike = rekeyed.get(1).getAsJsonObject();
        assertThat(keys(demo, "a")).hasSize(2).isEqualTo(keys(demo, "b"));
        assertThat(keys(child, "a"))
                .hasSize(2)
                .isEqualTo(keys(child, "b"))
                .doesNotContainAnyElementsOf(keys(demo, "a"));
        assertThat(keys(ike, "a")).isEqualTo(keys(child, "a")).isEqualTo(keys(ike, "b"));
        assertThat(child.get("ikeSa")).isEqualTo(child.get("ikeSaBefore"));
        assertThat(ike.get("ikeSa")).isNotEqualTo(ike.get("ikeSaBefore"));
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(console.run("--version")).isZero();
        assertThat(console.out()).matches("parley [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)? on Java [0-9]+\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "list", "up", "down", "rekey", "probe", "explain", "plugins", "simulate"})
    void every_command_teaches_by_example(String command) {
        assertThat(console.run(command, "--help")).isZero();
        assertThat(console.out()).contains("Usage: parley " + command, "Examples:", "  parley " + command);
        assertThat(console.run("--help")).isZero();
        assertThat(console.out()).contains("\n  " + command + " ", "Exit codes:");
    }

    @Test
    void without_a_command_there_is_help() {
        assertThat(console.run()).isZero();
        assertThat(console.out()).contains("Usage: parley");
    }

    @Test
    void a_slip_of_the_keyboard_is_two_lines_and_exit_code_2() {
        assertThat(console.run("dmeo")).isEqualTo(2);
        assertThat(console.err())
                .isEqualToNormalizingNewlines(
                        "parley: there is no command 'dmeo'; did you mean 'demo'?\nTry 'parley --help'.\n");
        assertThat(console.run("up")).isEqualTo(2);
        assertThat(console.err())
                .isEqualToNormalizingNewlines("parley: Missing required parameter: 'NAME'\nTry 'parley up --help'.\n");
        assertThat(console.run("simulate", "--loss", "1.5")).isEqualTo(2);
        assertThat(console.err()).startsWith("parley: option --loss takes a probability from 0 to 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "explain", "up x", "down x", "probe x"})
    void without_a_daemon_its_clients_exit_with_3(String command) {
        String control = folder.resolve("c.sock").toString();
        assertThat(console.run((command + " --control " + control).split(" "))).isEqualTo(3);
        assertThat(console.err()).startsWith("parley: no daemon runs: ").hasLineCount(1);
    }

    @Test
    void a_bad_configuration_is_a_line_a_mistake_and_exit_code_2() throws Exception {
        Path file = folder.resolve("bad.json");
        Files.writeString(file, "{\"connections\": {\"x\": {}, \"y\": 1}}");
        assertThat(console.run("serve", file.toString())).isEqualTo(2);
        assertThat(console.err().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("parley: bad.json: $.connections."));
        Files.writeString(file, "{\"connections\": {");
        assertThat(console.run("serve", file.toString())).isEqualTo(2);
        assertThat(console.err()).startsWith("parley: bad.json: no JSON: ").hasLineCount(1);
        assertThat(console.run("serve", folder.resolve("none.json").toString())).isEqualTo(2);
        assertThat(console.err()).isEqualToIgnoringNewLines("parley: none.json: there is no such file");
    }

    @Test
    void a_bug_is_one_line_and_exit_code_70() {
        Console broken = new Console(() -> {
            throw new IllegalStateException("oops");
        });
        assertThat(broken.run("plugins")).isEqualTo(70);
        assertThat(broken.err().lines())
                .singleElement()
                .satisfies(
                        line -> assertThat(line)
                                .startsWith(
                                        "parley: a bug, please report it with this line: java.lang.IllegalStateException: oops, at "));
    }

    @Test
    void a_port_in_use_is_one_line_and_exit_code_1() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Path file = folder.resolve("c.json");
            Files.writeString(
                    file, Configs.to("127.0.0.1", taken.getLocalPort(), 4500, "127.0.0.2", 500, 4500, "wait"));
            int code = console.run(
                    "serve",
                    file.toString(),
                    "--control",
                    folder.resolve("d/c.sock").toString());
            assertThat(code).isEqualTo(1);
            assertThat(console.err())
                    .startsWith("parley: ")
                    .contains("" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void a_seed_shows_the_same_run_again_and_many_runs_are_counted() {
        assertThat(console.run("simulate", "--seed", "42", "--loss", "0.2")).isZero();
        String first = console.out();
        assertThat(first).contains("seed 42: both sides have the same SAs", "./parley simulate --seed 42 --loss 0.2");
        assertThat(console.run("simulate", "--seed", "42", "--loss", "0.2")).isZero();
        assertThat(console.out()).isEqualTo(first);
        assertThat(console.run("simulate", "--runs", "20", "--loss", "0.2")).isZero();
        assertThat(console.out())
                .contains("of 20 negotiations ended with SAs on both sides")
                .contains("no rule was broken");
        assertThat(console.run("simulate", "--fates", "1/60", "--json")).isZero();
        assertThat(JsonParser.parseString(console.out())
                        .getAsJsonObject()
                        .get("up")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void a_simulated_negotiation_that_does_not_succeed_exits_with_1() {
        assertThat(console.run("simulate", "--loss", "1")).isEqualTo(1);
        assertThat(console.out()).contains("no SAs: the peer at 10.0.0.2:500 did not answer");
    }

    private static List<String> keys(JsonObject shown, String gateway) {
        List<String> keys = new ArrayList<>();
        sas(shown, gateway)
                .forEach(sa ->
                        keys.add(sa.getAsJsonObject().get("keyFingerprint").getAsString()));
        return keys;
    }

    private static JsonArray sas(JsonObject demo, String gateway) {
        return demo.getAsJsonObject("gateways").getAsJsonObject(gateway).getAsJsonArray("sas");
    }
}
