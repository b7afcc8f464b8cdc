package dev.parley.operate.demo;

import static dev.parley.operate.demo.Loopback.algorithm;

import dev.parley.ipsec.Suite;
import dev.parley.operate.spi.Act;
import dev.parley.operate.spi.Backstage;
import dev.parley.operate.spi.DemoScene;
import dev.parley.operate.spi.Stage;
import java.io.IOException;
import java.util.List;

/** IKEv1 between two gateways: main mode with a pre-shared key, and quick mode. */
final class Ikev1Scene implements DemoScene {
    private static final String KEY = "ikev1";
    /** Six of main mode, three of quick mode (RFC 2409 sections 5.4 and 5.5). */
    private static final int HANDSHAKE = 9;
    /** Quick mode, and a deletion of what it replaces. */
    private static final int REKEY = 4;
    /** A deletion of the pair, and one of the ISAKMP SA. */
    private static final int DELETE = 2;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public Stage set(Backstage backstage) throws IOException {
        Suite own = new Suite(algorithm("aes-cbc:128"), List.of(), algorithm("hmac-sha2-256"), algorithm("modp-2048"));
        Suite esp = new Suite(algorithm("aes-gcm-16:128"), List.of(), List.of(), algorithm("modp-2048"));
        Loopback pair = Loopback.set(backstage, KEY, own, esp);
        return Stage.of(pair.a(), pair.b())
                .beginning(
                        List.of("Two gateways on this machine negotiate IKEv1 with a pre-shared key: main mode makes an"
                                + " ISAKMP SA, and quick mode a pair of ESP SAs under it (RFC 2409)."),
                        HANDSHAKE)
                .with(Act.ofChild(Loopback.CHILD, REKEY)
                        .watching("isakmpSa", "spiI", "spiR")
                        .saying(
                                "a replaces the pair of ESP SAs by another quick mode, with a key exchange of its own,"
                                        + " and deletes the old pair a moment later (section 5.5):",
                                "New SPIs and new keys under the same ISAKMP SA. Traffic never stopped."))
                .ending(
                        "Now a deletes the pair and the ISAKMP SA. Nobody acknowledges that (RFC 2408 section 5.15).",
                        DELETE);
    }
}
