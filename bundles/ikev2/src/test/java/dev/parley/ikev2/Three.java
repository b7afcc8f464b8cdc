package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A gateway with three established IKE SAs, one child each: two with honest gateways, and one with a puppet. */
final class Three {
    static final String HONEST_NET = "10.5.0.0/16";
    static final String OUR_NET = "10.2.0.0/16";
    private static final List<String> HONEST = List.of("c", "d");

    final Puppet puppet;
    private final List<Site> honest = new ArrayList<>();

    Three(long seed) {
        World world = Worlds.empty(seed);
        Policies puppets = Puppet.policies();
        Policy[] others = HONEST.stream()
                .map(name -> policy(puppets.b(), "to-" + name, puppets.b().local(), end(name)))
                .toArray(Policy[]::new);
        puppet = Puppet.among(world, seed, puppets, others).connected();
        for (String name : HONEST) {
            Site site = world.gateway(
                    name, policy(puppets.a(), "to-b", end(name), puppets.b().local()));
            honest.add(site);
            site.establish("to-b");
        }
        world.runUntilQuiet();
        puppet.skip();
        assertThat(puppet.site.sad().entries()).hasSize(6);
    }

    private static PolicyEnd end(String name) {
        Bytes address = IpAddress.parse("10.0.0." + (name.charAt(0) - 'a' + 1)).orElseThrow();
        return new PolicyEnd(new Endpoint(address, 500, false), 4500, Identity.parse(name + ".example"));
    }

    private static Policy policy(Policy like, String name, PolicyEnd local, PolicyEnd remote) {
        ChildPolicy child = like.children().get(0);
        boolean gateway = local.identity().toString().contains("b.example");
        List<TrafficSelector> ours = List.of(TrafficSelector.parse(gateway ? OUR_NET : HONEST_NET));
        List<TrafficSelector> theirs = List.of(TrafficSelector.parse(gateway ? HONEST_NET : OUR_NET));
        return new Policy(
                name,
                like.protocol(),
                local,
                remote,
                like.secret(),
                like.suites(),
                List.of(new ChildPolicy(child.name(), child.suites(), ours, theirs, 0)),
                0,
                like.settings());
    }

    /** What the puppet asks for when it asks for one more child. */
    List<Payload> child() {
        return CollisionsTest.create(puppet, Optional.empty(), Bytes.hex("0a0b0c0e"));
    }

    /** The gateway's SAs with the puppet. */
    List<IpsecSa> own() {
        return of("to-a");
    }

    /** The gateway's SAs with the others. */
    List<IpsecSa> honest() {
        return HONEST.stream().flatMap(name -> of("to-" + name).stream()).toList();
    }

    private List<IpsecSa> of(String connection) {
        return puppet.site.sad().ipsec().stream()
                .filter(sa -> sa.connection().equals(connection))
                .toList();
    }

    /** By this SPI the gateway sends to an honest peer. */
    Bytes honestOutbound() {
        return of("to-c").stream()
                .filter(sa -> !sa.destination().equals(puppet.site.address()))
                .map(IpsecSa::spi)
                .findFirst()
                .orElseThrow();
    }

    Bytes honestInbound() {
        return of("to-c").stream()
                .filter(sa -> sa.destination().equals(puppet.site.address()))
                .map(IpsecSa::spi)
                .findFirst()
                .orElseThrow();
    }

    /** The others have what they had, and it works. */
    void expectHonest(List<?> before) {
        assertThat(honest()).isEqualTo(before);
        for (Site site : honest) {
            assertThat(site.sad().entries()).hasSize(2);
            Errand there = site.probe("to-b");
            Errand here = puppet.site.probe("to-" + site.name());
            puppet.world.run(200);
            assertThat(there.succeeded() && here.succeeded())
                    .as("%s", puppet.world.transcript())
                    .isTrue();
        }
        puppet.skip();
    }
}
