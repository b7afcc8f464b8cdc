package dev.parley.operate.demo;

import static dev.parley.operate.demo.Loopback.algorithm;

import dev.parley.ipsec.Suite;
import dev.parley.operate.spi.Act;
import dev.parley.operate.spi.Backstage;
import dev.parley.operate.spi.DemoScene;
import dev.parley.operate.spi.Stage;
import java.io.IOException;
import java.util.List;

/** IKEv2 between two gateways with a secret that nobody else will ever know. */
final class Ikev2Scene implements DemoScene {
    static final String KEY = "ikev2";

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
        Suite ike = new Suite(algorithm("aes-gcm-16:128"), List.of(), algorithm("hmac-sha2-256"), algorithm("x25519"));
        Suite esp = new Suite(algorithm("aes-gcm-16:128"), List.of(), List.of(), algorithm("x25519"));
        Loopback pair = Loopback.set(backstage, KEY, ike, esp);
        return Stage.of(pair.a(), pair.b())
                .beginning(
                        List.of("Two gateways on this machine negotiate IKEv2 with a pre-shared key (RFC 7296)."),
                        HANDSHAKE)
                .with(Act.ofChild(Loopback.CHILD, REKEY)
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
}
