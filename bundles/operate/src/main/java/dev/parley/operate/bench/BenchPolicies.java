package dev.parley.operate.bench;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.operate.daemon.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As many connections as are wanted between two gateways on this machine, each of a peer of its own, with the lifetimes that a
 * configuration has if it says nothing.
 *
 * @param a those of the gateway that begins
 * @param b those of the other, in the same order
 */
public record BenchPolicies(List<Policy> a, List<Policy> b) {
    static final String CHILD = "net";

    private static final int SECRET_OCTETS = 32;
    private static final int PORTS = 4;
    private static final long LIFETIME_SECONDS = 14_400;
    private static final long CHILD_LIFETIME_SECONDS = 3_600;

    /** What all connections have in common. */
    public record Terms(String protocol, BenchSuite suite, BenchSuite.Secrecy secrecy) {}

    static BenchPolicies draw(int count, Terms terms, RandomSource random) throws IOException {
        List<Integer> ports = FreePorts.draw(PORTS);
        byte[] octets = new byte[SECRET_OCTETS];
        random.fill(octets);
        SharedSecret secret = SharedSecret.owning(octets);
        PolicyEnd b = end("gateway.example", ports.get(2), ports.get(3));
        List<Policy> atA = new ArrayList<>();
        List<Policy> atB = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PolicyEnd a = end("peer-" + i + ".example", ports.get(0), ports.get(1));
            String peersNet = "10." + (i >>> 16 & 0xff) + "." + (i >>> 8 & 0xff) + "." + (i & 0xff) + "/32";
            atA.add(policy("to-gateway-" + i, a, b, terms, secret, peersNet, "192.0.2.0/24"));
            atB.add(policy("from-peer-" + i, b, a, terms, secret, "192.0.2.0/24", peersNet));
        }
        return new BenchPolicies(atA, atB);
    }

    private static Policy policy(
            String name,
            PolicyEnd local,
            PolicyEnd remote,
            Terms terms,
            SharedSecret secret,
            String inside,
            String outside) {
        ChildPolicy child = new ChildPolicy(
                CHILD,
                List.of(terms.suite().child(terms.secrecy())),
                List.of(TrafficSelector.parse(inside)),
                List.of(TrafficSelector.parse(outside)),
                CHILD_LIFETIME_SECONDS);
        return new Policy(
                name,
                terms.protocol(),
                local,
                remote,
                secret,
                List.of(terms.suite().negotiation()),
                List.of(child),
                LIFETIME_SECONDS,
                Map.of());
    }

    private static PolicyEnd end(String identity, int port, int encapsulatedPort) {
        return new PolicyEnd(new Endpoint(FreePorts.LOOPBACK, port, false), encapsulatedPort, Identity.parse(identity));
    }
}
