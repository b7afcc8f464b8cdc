package dev.parley.operate.demo;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.operate.daemon.FreePorts;
import dev.parley.operate.spi.Backstage;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Two policies that mirror each other, on this machine, with a secret that nobody else will ever know. */
record Loopback(Policy a, Policy b) {
    /** The one child of both. */
    static final String CHILD = "net";

    private static final String NAME = "demo";
    private static final int SECRET_OCTETS = 32;
    private static final int PORTS = 4;

    /**
     * @param own for the negotiation itself
     * @param esp for the child
     */
    static Loopback set(Backstage backstage, String protocol, Suite own, Suite esp) throws IOException {
        List<Integer> ports = backstage.freePorts(PORTS);
        byte[] secret = new byte[SECRET_OCTETS];
        backstage.random().fill(secret);
        PolicyEnd a = end("a.example", ports.get(0), ports.get(1));
        PolicyEnd b = end("b.example", ports.get(2), ports.get(3));
        ChildPolicy child = new ChildPolicy(
                CHILD,
                List.of(esp),
                List.of(TrafficSelector.parse("10.1.0.0/16")),
                List.of(TrafficSelector.parse("10.2.0.0/16")),
                0);
        return new Loopback(
                policy(protocol, a, b, SharedSecret.owning(secret.clone()), own, child),
                policy(protocol, b, a, SharedSecret.owning(secret), own, child.mirrored()));
    }

    static List<Algorithm> algorithm(String text) {
        return List.of(Algorithm.parse(text));
    }

    private static Policy policy(
            String protocol, PolicyEnd local, PolicyEnd remote, SharedSecret secret, Suite own, ChildPolicy child) {
        return new Policy(NAME, protocol, local, remote, secret, List.of(own), List.of(child), 0, Map.of());
    }

    private static PolicyEnd end(String identity, int port, int encapsulatedPort) {
        return new PolicyEnd(new Endpoint(FreePorts.LOOPBACK, port, false), encapsulatedPort, Identity.parse(identity));
    }
}
