package dev.parley.demo.kink;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.operate.spi.Act;
import dev.parley.operate.spi.Backstage;
import dev.parley.operate.spi.DemoScene;
import dev.parley.operate.spi.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** KINK (RFC 4430) between two gateways of a realm that lives as long as the demo, with its KDC in this process. */
final class KinkScene implements DemoScene {
    private static final String KEY = "kink";
    private static final String NAME = "demo";
    private static final String CHILD = "net";
    private static final Bytes LOOPBACK = Bytes.of(127, 0, 0, 1);
    /** One each for both gateways and the KDC. */
    private static final int PORTS = 3;
    /** CREATE and its REPLY (section 3.2). */
    private static final int HANDSHAKE = 2;
    /** CREATE and DELETE with a REPLY each (section 3.6). */
    private static final int REKEY = 4;
    /** DELETE and its REPLY (section 3.3). */
    private static final int DELETE = 2;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public Stage set(Backstage backstage) throws Unavailable, IOException {
        List<Integer> ports = backstage.freePorts(PORTS);
        Realm realm = Realm.open(ports.get(2));
        try {
            String a = realm.principal("kink/a.example");
            String b = realm.principal("kink/b.example");
            PolicyEnd atA = end("a.example", ports.get(0));
            PolicyEnd atB = end("b.example", ports.get(1));
            return Stage.of(
                            policy(atA, atB, settings(a, b, realm.keytab(a)), "10.1.0.0/16", "10.2.0.0/16"),
                            policy(atB, atA, settings(b, a, realm.keytab(b)), "10.2.0.0/16", "10.1.0.0/16"))
                    .called(a, b)
                    .beginning(
                            List.of(
                                    "Two gateways on this machine negotiate KINK (RFC 4430): no key exchange of their own, a KDC",
                                    "vouches for both. That of the realm " + Realm.NAME
                                            + " runs in this process at 127.0.0.1:"
                                            + ports.get(2)
                                            + ";",
                                    "each gateway has a keytab from it. a gets a ticket for b, then they speak:"),
                            HANDSHAKE)
                    .with(
                            Act.ofChild(CHILD, REKEY)
                                    .saying(
                                            "a replaces the pair of ESP SAs, then deletes the old one (section 3.6):",
                                            "New SPIs and new keys, from the same ticket: the SPI and a fresh nonce go into each key."))
                    .ending("Now a deletes them (section 3.3).", DELETE)
                    .clearedBy(realm::close);
        } catch (Unavailable | RuntimeException failed) {
            realm.close();
            throw failed;
        }
    }

    private static PolicyEnd end(String identity, int port) {
        return new PolicyEnd(new Endpoint(LOOPBACK, port, false), OptionalInt.empty(), Identity.parse(identity));
    }

    private static Map<String, String> settings(String self, String peer, Path keytab) {
        return Map.of("kink.principal", self, "kink.peer", peer, "kink.keytab", keytab.toString());
    }

    private static Policy policy(
            PolicyEnd local, PolicyEnd remote, Map<String, String> settings, String inside, String outside) {
        Suite esp = new Suite(List.of(Algorithm.parse("aes-gcm-16:128")), List.of(), List.of(), List.of());
        ChildPolicy child = new ChildPolicy(
                CHILD,
                List.of(esp),
                List.of(TrafficSelector.parse(inside)),
                List.of(TrafficSelector.parse(outside)),
                0);
        return new Policy(NAME, KEY, local, remote, Optional.empty(), List.of(), List.of(child), 0, settings);
    }
}
