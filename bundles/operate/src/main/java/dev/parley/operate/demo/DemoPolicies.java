package dev.parley.operate.demo;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.operate.daemon.FreePorts;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The policies of two gateways on this machine that mirror each other, with a secret that nobody else will ever
 * know.
 */
record DemoPolicies(Policy a, Policy b) {
    static final String CHILD = "net";

    private static final String NAME = "demo";
    private static final int SECRET_OCTETS = 32;
    private static final int PORTS = 4;

    static DemoPolicies draw(RandomSource random) throws IOException {
        List<Integer> ports = FreePorts.draw(PORTS);
        byte[] secret = new byte[SECRET_OCTETS];
        random.fill(secret);
        PolicyEnd a = end("a.example", ports.get(0), ports.get(1));
        PolicyEnd b = end("b.example", ports.get(2), ports.get(3));
        Policy atA = policy(a, b, SharedSecret.owning(secret.clone()), "10.1.0.0/16", "10.2.0.0/16");
        Policy atB = policy(b, a, SharedSecret.owning(secret), "10.2.0.0/16", "10.1.0.0/16");
        return new DemoPolicies(atA, atB);
    }

    private static Policy policy(
            PolicyEnd local, PolicyEnd remote, SharedSecret secret, String inside, String outside) {
        Suite ike = new Suite(algorithm("aes-gcm-16:128"), List.of(), algorithm("hmac-sha2-256"), algorithm("x25519"));
        Suite esp = new Suite(algorithm("aes-gcm-16:128"), List.of(), List.of(), algorithm("x25519"));
        ChildPolicy child = new ChildPolicy(
                CHILD,
                List.of(esp),
                List.of(TrafficSelector.parse(inside)),
                List.of(TrafficSelector.parse(outside)),
                0);
        return new Policy(NAME, "ikev2", local, remote, secret, List.of(ike), List.of(child), 0, Map.of());
    }

    private static PolicyEnd end(String identity, int port, int encapsulatedPort) {
        return new PolicyEnd(new Endpoint(FreePorts.LOOPBACK, port, false), encapsulatedPort, Identity.parse(identity));
    }

    private static List<Algorithm> algorithm(String text) {
        return List.of(Algorithm.parse(text));
    }
}
