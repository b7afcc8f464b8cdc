package dev.parley.operate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.engine.Engine;
import dev.parley.operate.config.Catalogs;
import dev.parley.operate.config.Config;
import dev.parley.operate.config.ConfigReader;
import dev.parley.operate.control.ControlClient;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.control.ControlServer;
import dev.parley.operate.daemon.Daemon;
import dev.parley.operate.daemon.KeyLogFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways in service on two loopback addresses, and the commands that a person gives them. */
class ServedGatewaysTest {
    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";

    @TempDir
    Path folder;

    private final Console console = new Console();
    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    @BeforeEach
    void findPorts() throws IOException {
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getByName(A));
                DatagramSocket two = new DatagramSocket(0, InetAddress.getByName(A));
                DatagramSocket three = new DatagramSocket(0, InetAddress.getByName(B));
                DatagramSocket four = new DatagramSocket(0, InetAddress.getByName(B))) {
            List.of(one, two, three, four).forEach(socket -> ports.add(socket.getLocalPort()));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void up_list_probe_down_as_a_person_does_it() throws Exception {
        serve("a", a(), Optional.empty());
        serve("b", b(), Optional.empty());

        assertThat(ask("a", "up", "peer")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer is up");
        assertThat(ask("a", "up", "peer")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer is up already");
        assertThat(ask("a", "list")).isZero();
        assertThat(console.out())
                .contains("peer        up ", "established", "127-0-0-2.example", "10.1.0.0/16 -> 10.2.0.0/16");
        assertThat(ask("b", "list", "--json")).isZero();
        JsonObject list = JsonParser.parseString(console.out()).getAsJsonObject();
        assertThat(list.getAsJsonArray("sas")).hasSize(2);
        assertThat(console.out()).doesNotContain("correct horse");
        assertThat(ask("a", "probe", "peer")).isZero();
        assertThat(console.out()).startsWith("peer: the peer is alive, it answered in ");
        assertThat(ask("a", "down", "peer")).isZero();
        assertThat(ask("a", "list")).isZero();
        assertThat(console.out()).contains("no SAs");
        assertThat(ask("a", "down", "peer")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer is down already");
        assertThat(ask("a", "probe", "peer")).isEqualTo(1);
    }

    @Test
    void rekey_replaces_the_children_or_one_or_the_ike_sa() throws Exception {
        serve("a", twoChildren(a(), "1", "2"), Optional.empty());
        serve("b", twoChildren(b(), "2", "1"), Optional.empty());

        assertThat(ask("a", "rekey", "peer")).isEqualTo(1);
        assertThat(console.err()).startsWith("parley: peer is not up");
        assertThat(ask("a", "up", "peer")).isZero();
        assertThat(ask("a", "up", "peer", "--child", "net")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer/net is up");
        assertThat(ask("a", "up", "peer", "--child", "net")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer/net is up already");
        Set<String> first = inbound("a");
        assertThat(first).hasSize(2);

        assertThat(ask("a", "rekey", "peer")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer/net and peer/voice are rekeyed");
        Set<String> second = settled("a", first);
        assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);

        assertThat(ask("b", "rekey", "peer", "--child", "net")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("peer/net is rekeyed");
        assertThat(ask("a", "list", "--json")).isZero();
        String before = ikeSpi();
        assertThat(ask("a", "rekey", "peer", "--ike")).isZero();
        assertThat(console.out()).isEqualToIgnoringNewLines("the IKE SA of peer is rekeyed");
        assertThat(ask("a", "list", "--json")).isZero();
        assertThat(ikeSpi()).isNotEqualTo(before);
        assertThat(ask("a", "probe", "peer")).isZero();
    }

    @Test
    void a_daemon_whose_engine_is_stopped_ends_and_says_so() throws Exception {
        Engine engine = Engine.plain();
        StringWriter said = new StringWriter();
        Surroundings surroundings = new Surroundings(
                () -> engine, List::of, new PrintWriter(new StringWriter()), new PrintWriter(said, true));
        Path config = Files.writeString(folder.resolve("deaf.json"), a());
        engine.close();
        int code = Parley.run(
                List.of(
                        "serve",
                        config.toString(),
                        "--control",
                        folder.resolve("deaf.sock").toString()),
                surroundings);
        assertThat(code).isEqualTo(1);
        assertThat(said.toString())
                .contains("the container has stopped the engine")
                .doesNotContain("\tat ");
    }

    @Test
    void a_child_that_is_not_there_is_a_mistake_and_so_are_two_things_at_once() throws Exception {
        serve("a", a(), Optional.empty());

        assertThat(ask("a", "rekey", "peer", "--child", "nett")).isEqualTo(2);
        assertThat(console.err())
                .isEqualToIgnoringNewLines("parley: connection peer has no child 'nett'; did you mean 'net'?");
        assertThat(ask("a", "up", "peer", "--child", "else")).isEqualTo(2);
        assertThat(ask("a", "rekey", "peer", "--child", "net", "--ike")).isEqualTo(2);
    }

    @Test
    void secrets_that_differ_are_explained_on_both_sides() throws Exception {
        serve("a", a(), Optional.empty());
        serve("b", b().replace("correct", "incorrect"), Optional.empty());

        assertThat(ask("a", "up", "peer")).isEqualTo(1);
        assertThat(console.err()).startsWith("parley: peer is not up: ").contains("AUTHENTICATION_FAILED", "'secret'");
        assertThat(console.err().lines().count()).isGreaterThan(1);
        assertThat(ask("b", "explain")).isZero();
        assertThat(console.out()).contains("does not verify", "the pre-shared keys probably differ");
        assertThat(ask("a", "explain", "peer")).isZero();
        assertThat(console.out()).containsOnlyOnce("the peer answers AUTHENTICATION_FAILED");
    }

    @Test
    void proposals_that_do_not_meet_are_printed_side_by_side() throws Exception {
        String only =
                "\"suites\": [{\"encryption\": [\"%s\"], \"prf\": [\"hmac-sha2-256\"], \"keyExchange\": [\"x25519\"]}], \"start\"";
        serve("a", a().replace("\"start\"", only.formatted("aes-gcm-16:128")), Optional.empty());
        serve("b", b().replace("\"start\"", only.formatted("aes-gcm-16:256")), Optional.empty());

        assertThat(ask("a", "up", "peer")).isEqualTo(1);
        assertThat(ask("b", "explain")).isZero();
        assertThat(console.out()).contains("128", "256");
    }

    @Test
    void an_algorithm_or_a_protocol_that_is_not_installed_is_named_with_what_is_there() throws Exception {
        serve("a", a().replace("\"start\"", "\"protocol\": \"ikev3\", \"start\""), Optional.empty());

        assertThat(ask("a", "up", "peer")).isEqualTo(1);
        assertThat(console.err())
                .isEqualToIgnoringNewLines(
                        "parley: peer waits, and begins by itself when all is there: no installed bundle has the "
                                + "negotiation-protocol 'ikev3'; there are ikev2, kink; did you mean 'ikev2'?");
        assertThat(ask("a", "list")).isZero();
        assertThat(console.out()).contains("waits for methods", "'ikev3'");
        assertThat(ask("a", "explain", "peer")).isZero();
        assertThat(console.out()).startsWith("peer waits: no installed bundle has the negotiation-protocol 'ikev3'");
        assertThat(ask("a", "down", "peer")).isZero();
        assertThat(ask("a", "list")).isZero();
        assertThat(console.out()).contains("down").doesNotContain("waits for methods");
        assertThat(ask("a", "up", "pere")).isEqualTo(2);
        assertThat(console.err())
                .isEqualToIgnoringNewLines("parley: there is no connection 'pere'; did you mean 'peer'?");
    }

    @Test
    void what_was_wanted_once_comes_up_when_the_peer_is_there_and_after_its_restart_until_it_is_taken_down()
            throws Exception {
        String hasty = "\"settings\": {\"retransmit-first-ms\": \"20\", \"retransmit-tries\": \"2\", "
                + "\"liveness\": \"1\"}, \"start\"";
        serve("a", a().replace("\"start\"", hasty), Optional.empty());

        assertThat(ask("a", "up", "peer")).isEqualTo(1);
        assertThat(console.err()).contains("did not answer", "it is tried again", "'parley down peer'");
        assertThat(ask("a", "list")).isZero();
        assertThat(console.out()).containsPattern("peer +(waits [1-9] s|begins)");
        assertThat(ask("a", "explain", "peer")).isZero();
        assertThat(console.out()).contains("did not answer");

        serve("b", b(), Optional.empty());
        awaitState("a", "up");
        Set<String> first = inbound("a");
        restartPeer();
        assertThat(settled("a", first)).doesNotContainAnyElementsOf(first);
        awaitState("a", "up");
        assertThat(ask("a", "down", "peer")).isZero();
        awaitState("a", "down");
        awaitState("b", "down");
    }

    /** Stops the last gateway, which says goodbye, and serves another in its place. */
    private void restartPeer() throws Exception {
        for (int i = 0; i < 3; i++) {
            running.remove(running.size() - 1).close();
        }
        serve("b", b(), Optional.empty());
    }

    private void awaitState(String gateway, String state) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        do {
            assertThat(ask(gateway, "list")).isZero();
        } while (!console.out().matches("(?s).*peer +" + state + " .*") && System.nanoTime() < giveUp);
        assertThat(console.out()).containsPattern("peer +" + state + " ");
    }

    @Test
    void a_request_that_makes_no_sense_is_the_clients_mistake() throws Exception {
        serve("a", a(), Optional.empty());
        for (String request :
                List.of("{\"command\": []}", "{\"command\": 1}", "{}", "{\"command\": \"up\", \"name\": {}}")) {
            assertThatExceptionOfType(ControlException.class)
                    .as(request)
                    .isThrownBy(() -> new ControlClient(socket("a"))
                            .ask(JsonParser.parseString(request).getAsJsonObject()))
                    .matches(refused -> refused.code() == ControlException.USAGE);
        }
    }

    @Test
    void the_daemon_says_what_is_plugged_in() throws Exception {
        serve("a", a(), Optional.empty());

        assertThat(ask("a", "plugins")).isZero();
        assertThat(console.out())
                .contains("negotiation-protocol", "ikev2", "key-exchange", "x25519", "in the daemon that runs");
    }

    @Test
    void keys_are_logged_for_the_owner_alone() throws Exception {
        Path keys = folder.resolve("keys");
        serve("a", a(), Optional.of(KeyLogFiles.in(keys)));
        serve("b", b(), Optional.empty());

        assertThat(ask("a", "up", "peer")).isZero();
        Path table = keys.resolve("ikev2_decryption_table");
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!Files.exists(table) && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        try (var files = Files.list(keys)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"))
                    .anySatisfy(file -> assertThat(file).hasFileName("ikev2_decryption_table"));
        }
    }

    private static String twoChildren(String config, String local, String remote) {
        return config.replace(
                "\"children\": {",
                "\"children\": {\"voice\": {\"local\": [\"172.16.%s.0/24\"], \"remote\": [\"172.16.%s.0/24\"]}, "
                        .formatted(local, remote));
    }

    /** The SPIs of the inbound SAs. */
    private Set<String> inbound(String gateway) {
        assertThat(ask(gateway, "list", "--json")).isZero();
        Set<String> spis = new TreeSet<>();
        JsonParser.parseString(console.out())
                .getAsJsonObject()
                .getAsJsonArray("sas")
                .forEach(sa -> {
                    JsonObject one = sa.getAsJsonObject();
                    if (one.get("direction").getAsString().equals("inbound")) {
                        spis.add(one.get("spi").getAsString());
                    }
                });
        return spis;
    }

    /** The same once nothing of {@code old} is left: the old SAs are deleted after the new ones are there. */
    private Set<String> settled(String gateway, Set<String> old) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Set<String> now = inbound(gateway);
        while (!Collections.disjoint(now, old) && System.nanoTime() < giveUp) {
            now = inbound(gateway);
        }
        return now;
    }

    private String ikeSpi() {
        return JsonParser.parseString(console.out())
                .getAsJsonObject()
                .getAsJsonArray("negotiations")
                .get(0)
                .getAsJsonObject()
                .get("spiI")
                .getAsString();
    }

    private String a() {
        return Configs.to(A, ports.get(0), ports.get(1), B, ports.get(2), ports.get(3), "wait");
    }

    private String b() {
        return Configs.to(B, ports.get(2), ports.get(3), A, ports.get(0), ports.get(1), "wait");
    }

    private void serve(String name, String text, Optional<KeyLogFiles> keys) throws Exception {
        Config config = ConfigReader.parse(text, folder, Catalogs.INSTALLED);
        Engine engine = Engine.plain();
        running.add(engine);
        Daemon daemon = new Daemon(config, engine, List::of, keys, new PrintWriter(Writer.nullWriter()));
        running.add(daemon);
        running.add(ControlServer.open(socket(name), daemon));
    }

    private int ask(String gateway, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--control", socket(gateway).toString()));
        return console.run(all.toArray(String[]::new));
    }

    private Path socket(String name) {
        return folder.resolve(name).resolve("c.sock");
    }
}
