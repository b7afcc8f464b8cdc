package dev.parley.kink;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.Principal;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many principals, each with a network of its own behind it, and one gateway that knows them all. */
final class Crowd {
    private static final PolicyEnd HUB = end(Bytes.of(10, 0, 0, 2));

    private Crowd() {}

    private final List<Puppet> members = new ArrayList<>();

    static Crowd of(long seed, int count) {
        return of(seed, count, Map.of());
    }

    /** Puppets, and the gateway's settings. */
    static Crowd of(long seed, int count, Map<String, String> settings) {
        World world = Worlds.empty(seed);
        SimulatedKdc kdc = new SimulatedKdc(world, Worlds.AES256_SHA1, seed);
        world.with(kdc);
        Policy[] hub = new Policy[count];
        for (int i = 0; i < count; i++) {
            hub[i] = policy(true, i, settings);
        }
        var site = world.gateway("b", hub);
        site.clock(0);
        world.run(Worlds.SETTLED_MILLIS);
        Crowd crowd = new Crowd();
        for (int i = 0; i < count; i++) {
            crowd.members.add(
                    Puppet.of(seed + i, policy(false, i, Map.of()), principal(i), Worlds.B, world, kdc, site));
        }
        return crowd;
    }

    Puppet member(int i) {
        return members.get(i);
    }

    static Principal principal(int i) {
        return Principal.parse("kink/m" + i + ".example@EXAMPLE");
    }

    /** How the hub sees member {@code i}, or the other way round. */
    static Policy policy(boolean atHub, int i, Map<String, String> more) {
        PolicyEnd member = end(Bytes.of(10, 64 + i / 60_000, i / 250 % 240, 1 + i % 250));
        ChildPolicy child = new ChildPolicy(
                "net",
                Worlds.policies().a().children().get(0).suites(),
                List.of(TrafficSelector.parse("172." + (16 + i / 60_000) + "." + i / 250 % 240 + "." + (1 + i % 250))),
                List.of(TrafficSelector.parse("10.2.0.0/16")),
                0);
        Map<String, String> settings = new HashMap<>(more);
        settings.put("kink.principal", (atHub ? Worlds.B : principal(i)).toString());
        settings.put("kink.peer", (atHub ? principal(i) : Worlds.B).toString());
        return new Policy(
                (atHub ? "to-m" : "m") + i,
                "kink",
                atHub ? HUB : member,
                atHub ? member : HUB,
                Optional.empty(),
                List.of(),
                List.of(atHub ? child.mirrored() : child),
                0,
                settings);
    }

    private static PolicyEnd end(Bytes address) {
        return new PolicyEnd(new Endpoint(address, 910, false), 4910, Identity.parse("crowd.example"));
    }
}
