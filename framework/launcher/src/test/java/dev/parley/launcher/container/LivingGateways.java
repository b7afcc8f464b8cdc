package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.SecurityPolicyDatabase;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two gateways of one engine that reach each other over UDP on the loopback interface. */
final class LivingGateways implements AutoCloseable {
    /** Reached only by what is broken: several times what a peer retransmits before it gives up on a busy machine. */
    private static final long PATIENCE_SECONDS = 60;

    private final Policy toB;
    private final SecurityAssociationDatabase sadOfA = new SecurityAssociationDatabase();
    private final SecurityAssociationDatabase sadOfB = new SecurityAssociationDatabase();
    private final Gateway a;
    private final Gateway b;

    LivingGateways(Engine engine, String address) throws IOException, Unavailable {
        List<Integer> ports = freePorts(address);
        Policies policies = Policies.pair("to-b", "to-a", "a secret of two").between(address, address);
        toB = at(policies.a(), ports.subList(0, 2), ports.subList(2, 4));
        Policy toA = at(policies.b(), ports.subList(2, 4), ports.subList(0, 2));
        a = gateway(engine, "a", toB, sadOfA);
        b = gateway(engine, "b", toA, sadOfB);
    }

    private static Gateway gateway(Engine engine, String name, Policy policy, SecurityAssociationDatabase sad)
            throws Unavailable {
        return engine.gateway(name)
                .database(SecurityPolicyDatabase.class, new SecurityPolicyDatabase(List.of(policy)))
                .database(PeerAuthorizationDatabase.class, new PeerAuthorizationDatabase(List.of(policy)))
                .database(SecurityAssociationDatabase.class, sad)
                .sink(sad)
                .listen(policy.local().endpoint(), policy.local().encapsulated())
                .start();
    }

    private static Policy at(Policy policy, List<Integer> local, List<Integer> remote) {
        return new Policy(
                policy.name(),
                policy.protocol(),
                at(policy.local(), local),
                at(policy.remote(), remote),
                policy.secret(),
                policy.suites(),
                policy.children(),
                policy.lifetimeSeconds(),
                policy.settings());
    }

    private static PolicyEnd at(PolicyEnd end, List<Integer> ports) {
        return new PolicyEnd(new Endpoint(end.endpoint().address(), ports.get(0), false), ports.get(1), end.identity());
    }

    private static List<Integer> freePorts(String address) throws IOException {
        List<DatagramSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                sockets.add(new DatagramSocket(0, InetAddress.getByName(address)));
            }
            return sockets.stream().map(DatagramSocket::getLocalPort).toList();
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    /** Does {@code verb} and demands that it succeeds. */
    void succeed(Verb verb) throws Exception {
        assertThat(outcome(verb).map(Refusal::getMessage)).as(verb.name()).isEmpty();
    }

    /** What {@code verb} ends with: nothing if it succeeds. */
    Optional<Refusal> outcome(Verb verb) throws Exception {
        CompletableFuture<Optional<Refusal>> settled = new CompletableFuture<>();
        a.command(verb, new IpsecWish(toB, Optional.empty()), settled::complete);
        return settled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Demands a pair of SAs with equal keys at both ends. */
    void expectUp() {
        assertThat(sadOfA.ipsec()).hasSize(2);
        assertThat(sadOfA.ipsec())
                .allSatisfy(here -> assertThat(sadOfB.ipsec()).anySatisfy(there -> {
                    assertThat(there.spi()).isEqualTo(here.spi());
                    assertThat(there.encryptionKey()).isEqualTo(here.encryptionKey());
                }));
    }

    void expectDown() {
        assertThat(sadOfA.entries()).isEmpty();
        assertThat(sadOfB.entries()).isEmpty();
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
