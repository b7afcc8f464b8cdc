package dev.parley.operate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.engine.Limits;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.operate.config.Catalogs;
import dev.parley.operate.config.ConfigReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand strangers of 127.0.0.0/8 at a real socket (RFC 7296 section 2.6); in its midst a peer rekeys and another comes. */
@Timeout(300)
class FloodOverLoopbackTest {
    private static final String VICTIM = "127.0.0.1";
    private static final String NEIGHBOUR = "127.0.0.2";
    private static final String LATECOMER = "127.0.0.3";
    private static final String ATTACKER = "127.66.0.1";
    private static final int DATAGRAMS = 100_000;
    /** If the honest ones are not served by then, they are not served. */
    private static final int MOST_DATAGRAMS = 10 * DATAGRAMS;

    /** Datagrams under way, fewer than the system's buffer holds. */
    private static final int WINDOW = 64;

    private static final long PATIENCE_NANOS = 50_000_000;
    private static final int HONEST = 4;
    private static final int SPI_OCTETS = 8;
    private static final int HEADER_OCTETS = 28;
    private static final int NONCE = 40;
    private static final int NONCE_OCTETS = 32;

    /** Coarse: half-open negotiations, events that wait for observers, and what the collector of garbage leaves. */
    private static final long MOST_HEAP = 32 << 20;

    private final List<AutoCloseable> running = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private int port;
    private int encapsulated;
    private long sent;
    private long dropped;
    private int mostLanes;
    private int mostHalfOpen;

    @AfterEach
    void stop() throws Exception {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void a_hundred_thousand_strangers_keep_nobody_out() throws Exception {
        findPorts();
        Engine flooded = engine();
        Engine others = engine();
        Policy knows = policy(VICTIM, NEIGHBOUR, "victim", "neighbour");
        Policy anybody = policy(VICTIM, "any", "victim", "latecomer");
        Policy known = policy(NEIGHBOUR, VICTIM, "neighbour", "victim");
        Policy late = policy(LATECOMER, VICTIM, "latecomer", "victim");
        byte[] model = firstMessage(others);
        GatewaySetup victim = gateway(flooded, knows, anybody);
        GatewaySetup neighbour = gateway(others, known);
        GatewaySetup latecomer = gateway(others, late);
        expect(command(neighbour, Verb.ESTABLISH, known, Optional.of("net")));
        Set<Object> before = spis(victim);
        long heap = heap();

        flood(victim, model, () -> sent >= DATAGRAMS / 2);
        CompletableFuture<Optional<Refusal>> call = command(latecomer, Verb.ESTABLISH, late, Optional.empty());
        CompletableFuture<Optional<Refusal>> rekeying = command(neighbour, Verb.REKEY, known, Optional.of("net"));
        CompletableFuture<Optional<Refusal>> rekeyingIke = command(neighbour, Verb.REKEY, known, Optional.empty());
        flood(victim, model, () -> sent >= DATAGRAMS && call.isDone() && rekeying.isDone() && rekeyingIke.isDone());

        long held = heap() - heap;
        Map<String, Long> counters = victim.gateway().counters();
        String state = sent + " sent, " + mostLanes + " lanes, " + mostHalfOpen + " half-open, " + (held >> 10)
                + " KiB; " + counters;
        System.out.println(state);
        expect(call);
        expect(rekeying);
        expect(rekeyingIke);
        assertThat(spis(victim)).as(state).hasSize(4).doesNotContainAnyElementsOf(before);
        assertThat(mostHalfOpen).as(state).isLessThanOrEqualTo(Limits.CROWDED + HONEST);
        assertThat(mostLanes).as(state).isLessThanOrEqualTo(Limits.CROWDED + HONEST);
        assertThat(held).as(state).isLessThan(MOST_HEAP);
        assertThat(counters).doesNotContainKeys("bug", "bugs-in-route");
        assertThat(counters.get("cookie")).as(state).isGreaterThan(DATAGRAMS / 2);
        assertThat(counters).containsKeys("version", "truncated", "length");
    }

    /** Until it is enough, as fast as the gateway reads: what the system's buffer drops, troubles nobody but the sender. */
    private void flood(GatewaySetup victim, byte[] model, BooleanSupplier enough) throws IOException {
        InetSocketAddress target = new InetSocketAddress(VICTIM, port);
        while (!enough.getAsBoolean() && sent < MOST_DATAGRAMS) {
            for (int i = 0; i < WINDOW; i++) {
                byte[] octets = model.clone();
                int length = make(octets, i);
                try (DatagramChannel stranger = DatagramChannel.open()) {
                    stranger.bind(new InetSocketAddress(somebody(), 0));
                    stranger.send(ByteBuffer.wrap(octets, 0, length), target);
                }
                sent++;
            }
            awaitReading(victim.gateway());
            mostLanes = Math.max(mostLanes, victim.gateway().lanes());
            mostHalfOpen = Math.max(mostHalfOpen, victim.gateway().halfOpen());
        }
    }

    private void awaitReading(Gateway gateway) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (sent - dropped - received(gateway) > WINDOW) {
            if (System.nanoTime() > until) {
                dropped = sent - received(gateway);
            }
            Thread.onSpinWait();
        }
    }

    private static long received(Gateway gateway) {
        return gateway.counters().getOrDefault("datagrams-received", 0L);
    }

    /** Makes another message of a good one, now and then a bad one; how many octets of it are sent. */
    private int make(byte[] octets, int number) {
        fill(octets, 0, SPI_OCTETS);
        fill(octets, nonceAt(octets), NONCE_OCTETS);
        switch (number) {
            case 0 -> octets[17] = 0x10;
            case 1 -> {
                return random.nextInt(HEADER_OCTETS);
            }
            case 2 -> {
                return HEADER_OCTETS + random.nextInt(octets.length - HEADER_OCTETS);
            }
            case 3 -> fill(octets, 16, octets.length - 16);
            default -> {}
        }
        return octets.length;
    }

    private InetAddress somebody() throws IOException {
        return InetAddress.getByAddress(new byte[] {
            127, (byte) (100 + random.nextInt(100)), (byte) random.nextInt(256), (byte) (1 + random.nextInt(250))
        });
    }

    private void fill(byte[] octets, int at, int count) {
        for (int i = at; i < at + count; i++) {
            octets[i] = (byte) random.nextInt();
        }
    }

    /** RFC 7296 section 3.2: where the body of the first payload of type Nonce begins. */
    private static int nonceAt(byte[] message) {
        int type = message[16];
        int at = HEADER_OCTETS;
        while (type != NONCE) {
            type = message[at];
            at += (message[at + 2] & 0xff) << 8 | message[at + 3] & 0xff;
        }
        return at + 4;
    }

    /** What a gateway says first to whom it takes for its peer. */
    private byte[] firstMessage(Engine engine) throws Exception {
        try (DatagramSocket attacker = new DatagramSocket(new InetSocketAddress(ATTACKER, port));
                GatewaySetup caller = gateway(engine, policy(LATECOMER, ATTACKER, "latecomer", "attacker"))) {
            command(caller, Verb.ESTABLISH, policy(LATECOMER, ATTACKER, "latecomer", "attacker"), Optional.empty());
            DatagramPacket heard = new DatagramPacket(new byte[2_000], 2_000);
            attacker.setSoTimeout(20_000);
            attacker.receive(heard);
            return Arrays.copyOf(heard.getData(), heard.getLength());
        }
    }

    private Engine engine() {
        Engine engine = Engine.plain();
        running.add(engine);
        return engine;
    }

    private GatewaySetup gateway(Engine engine, Policy... policies) throws Exception {
        GatewaySetup setup = GatewaySetup.start("flooded", engine, List.of(policies), Limits.DEFAULT);
        running.add(setup);
        return setup;
    }

    private static CompletableFuture<Optional<Refusal>> command(
            GatewaySetup at, Verb verb, Policy policy, Optional<String> child) {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        at.gateway().command(verb, new IpsecWish(policy, child), settled::complete);
        return settled;
    }

    private static void expect(CompletableFuture<Optional<Refusal>> settled) throws Exception {
        assertThat(settled.get(60, TimeUnit.SECONDS)).isEmpty();
    }

    private static Set<Object> spis(GatewaySetup at) {
        return at.sas().ipsec().stream().map(IpsecSa::spi).collect(Collectors.toSet());
    }

    private Policy policy(String local, String remote, String ours, String theirs) throws Exception {
        String text = """
                {"connections": {"to-%s": {
                  "local": {"address": "%s", "port": %d, "encapsulatedPort": %d, "id": "%s.example"},
                  "remote": {"address": "%s", "port": %d, "encapsulatedPort": %d, "id": "%s.example"},
                  "secret": "correct horse",
                  "children": {"net": {"local": ["10.%d.0.0/16"], "remote": ["10.%d.0.0/16"]}}}}}
                """.formatted(
                        theirs,
                        local,
                        port,
                        encapsulated,
                        ours,
                        remote,
                        port,
                        encapsulated,
                        theirs,
                        ours.length(),
                        theirs.length());
        return ConfigReader.parse(text, Path.of("."), Catalogs.INSTALLED)
                .policies()
                .get(0);
    }

    /** One pair for all of them, each at another address. */
    private void findPorts() throws IOException {
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getByName(VICTIM));
                DatagramSocket two = new DatagramSocket(0, InetAddress.getByName(VICTIM))) {
            port = one.getLocalPort();
            encapsulated = two.getLocalPort();
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
