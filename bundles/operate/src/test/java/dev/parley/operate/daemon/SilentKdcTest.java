package dev.parley.operate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.CatalogTracker;
import dev.parley.engine.Engine;
import dev.parley.engine.Limits;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.spi.KerberosMechanism;
import dev.parley.operate.config.Catalogs;
import dev.parley.operate.config.ConfigReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A KDC that takes questions and never answers, at one gateway with IKEv2: only who needs a ticket waits. */
@Timeout(120)
class SilentKdcTest {
    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";

    /** More than there are threads that wait for such as a KDC. */
    private static final int WAITING = 60;

    private static final int NEGOTIATING = 8;

    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch tiredOfIt = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        tiredOfIt.countDown();
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void ikev2_negotiates_undisturbed_while_kink_waits_for_its_kdc() throws Exception {
        findPorts();
        List<Policy> kink = new ArrayList<>();
        List<Policy> ikev2 = new ArrayList<>();
        List<Policy> peers = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            kink.add(kink(i));
        }
        for (int i = 0; i < NEGOTIATING; i++) {
            ikev2.add(ikev2(A, "a", B, "b" + i, i));
            peers.add(ikev2(B, "b" + i, A, "a", i));
        }
        List<Policy> both = new ArrayList<>(kink);
        both.addAll(ikev2);
        GatewaySetup a = gateway(both);
        gateway(peers);
        List<CompletableFuture<Optional<Refusal>>> waiting =
                kink.stream().map(policy -> establish(a, policy)).toList();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        for (Policy policy : ikev2) {
            assertThat(establish(a, policy).get(20, TimeUnit.SECONDS)).isEmpty();
        }

        assertThat(a.sas().entries()).hasSize(2 * NEGOTIATING);
        assertThat(waiting).as("who waits for the KDC").noneMatch(CompletableFuture::isDone);
        tiredOfIt.countDown();
        for (CompletableFuture<Optional<Refusal>> refused : waiting) {
            assertThat(refused.get(20, TimeUnit.SECONDS).orElseThrow())
                    .hasMessage("the KDC of EXAMPLE does not answer");
        }
        assertThat(a.sas().entries()).hasSize(2 * NEGOTIATING);
    }

    private final class Silent implements KerberosMechanism {
        @Override
        public String key() {
            return "silent";
        }

        @Override
        public int preference() {
            return 1_000;
        }

        @Override
        public Ticket ticketFor(Principal self, Principal service, Map<String, String> settings) throws Unavailable {
            asked.countDown();
            try {
                tiredOfIt.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            throw new Unavailable("the KDC of " + service.realm() + " does not answer");
        }

        @Override
        public List<ServiceKey> serviceKeys(Principal service, Map<String, String> settings) throws Unavailable {
            throw new Unavailable("nobody asks for " + service);
        }
    }

    private GatewaySetup gateway(List<Policy> policies) throws Exception {
        CatalogTracker plugins = CatalogTracker.plain();
        List<Extension> silent = List.of(new Silent());
        plugins.add(() -> silent);
        Engine engine = Engine.of(plugins);
        running.add(engine);
        GatewaySetup setup = GatewaySetup.start("here", engine, policies, Limits.DEFAULT);
        running.add(setup);
        return setup;
    }

    private static CompletableFuture<Optional<Refusal>> establish(GatewaySetup at, Policy policy) {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        at.gateway().command(Verb.ESTABLISH, new IpsecWish(policy, Optional.empty()), settled::complete);
        return settled;
    }

    private void findPorts() throws IOException {
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getByName(A));
                DatagramSocket two = new DatagramSocket(0, InetAddress.getByName(A));
                DatagramSocket three = new DatagramSocket(0, InetAddress.getByName(A))) {
            List.of(one, two, three).forEach(socket -> ports.add(socket.getLocalPort()));
        }
    }

    private Policy kink(int number) throws Exception {
        return policy("""
                {"connections": {"kink-%1$d": {
                  "protocol": "kink",
                  "local": {"address": "%2$s", "port": %3$d},
                  "remote": {"address": "%4$s", "port": %3$d},
                  "settings": {"kink.principal": "kink/a.example@EXAMPLE", "kink.peer": "kink/b%1$d.example@EXAMPLE"},
                  "children": {"net": {"local": ["10.1.0.0/16"], "remote": ["10.2.%1$d.0/24"]}}}}}
                """.formatted(number, A, ports.get(2), B));
    }

    private Policy ikev2(String local, String ours, String remote, String theirs, int number) throws Exception {
        return policy("""
                {"connections": {"ikev2-%s-%s": {
                  "local": {"address": "%s", "port": %d, "encapsulatedPort": %d, "id": "%s.example"},
                  "remote": {"address": "%s", "port": %d, "encapsulatedPort": %d, "id": "%s.example"},
                  "secret": "correct horse",
                  "children": {"net": {"local": ["10.%d.%d.0/24"], "remote": ["10.%d.%d.0/24"]}}}}}
                """.formatted(
                        ours,
                        theirs,
                        local,
                        ports.get(0),
                        ports.get(1),
                        ours,
                        remote,
                        ports.get(0),
                        ports.get(1),
                        theirs,
                        local.equals(A) ? 3 : 4,
                        number,
                        local.equals(A) ? 4 : 3,
                        number));
    }

    private static Policy policy(String text) throws Exception {
        return ConfigReader.parse(text, Path.of("."), Catalogs.INSTALLED)
                .policies()
                .get(0);
    }
}
