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
import dev.parley.operate.spi.Act;
import dev.parley.operate.spi.Backstage;
import dev.parley.operate.spi.DemoScene;
import dev.parley.operate.spi.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** IKEv2 between two gateways with a secret that nobody else will ever know. */
final class Ikev2Scene implements DemoScene {
    static final String KEY = "ikev2";

    private static final String CHILD = "net";
    private static final String NAME = "demo";
    private static final int SECRET_OCTETS = 32;
    private static final int PORTS = 4;
    /** IKE_SA_INIT and IKE_AUTH, question and answer each (RFC 7296 section 1.2). */
    private static final int HANDSHAKE = 4;
    /** CREATE_CHILD_SA, and INFORMATIONAL with a DELETE of what it replaces (sections 1.3.2, 1.3.3 and 1.4.1). */
    private static final int REKEY = 4;
    /** INFORMATIONAL with a DELETE. */
    private static final int DELETE = 2;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public Stage set(Backstage backstage) throws IOException {
        List<Integer> ports = backstage.freePorts(PORTS);
        byte[] secret = new byte[SECRET_OCTETS];
        backstage.random().fill(secret);
        PolicyEnd a = end("a.example", ports.get(0), ports.get(1));
        PolicyEnd b = end("b.example", ports.get(2), ports.get(3));
        return Stage.of(
                        policy(a, b, SharedSecret.owning(secret.clone()), "10.1.0.0/16", "10.2.0.0/16"),
                        policy(b, a, SharedSecret.owning(secret), "10.2.0.0/16", "10.1.0.0/16"))
                .beginning(
                        List.of("Two gateways on this machine negotiate IKEv2 with a pre-shared key (RFC 7296)."),
                        HANDSHAKE)
                .with(Act.ofChild(CHILD, REKEY)
                        .watching("ikeSa", "spiI", "spiR")
                        .saying(
                                "a replaces the pair of ESP SAs, with a key exchange of its own, and deletes the old "
                                        + "pair (section 1.3.3):",
                                "New SPIs and new keys. Traffic never stopped: the old pair went only when the new "
                                        + "one was there."))
                .with(Act.ofAll("ike", REKEY)
                        .watching("ikeSa", "spiI", "spiR")
                        .saying(
                                "a replaces the IKE SA and deletes the old one (section 1.3.2):",
                                "The SPIs of the IKE SA were {before} and are {after}.\n"
                                        + "The ESP SAs are the same: the new IKE SA has inherited them."))
                .ending("Now a deletes the IKE SA, and with it all of them.", DELETE);
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
        return new Policy(NAME, KEY, local, remote, secret, List.of(ike), List.of(child), 0, Map.of());
    }

    private static PolicyEnd end(String identity, int port, int encapsulatedPort) {
        return new PolicyEnd(new Endpoint(FreePorts.LOOPBACK, port, false), encapsulatedPort, Identity.parse(identity));
    }

    private static List<Algorithm> algorithm(String text) {
        return List.of(Algorithm.parse(text));
    }
}
