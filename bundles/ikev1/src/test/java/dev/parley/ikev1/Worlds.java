package dev.parley.ikev1;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ipsec.internal.IpsecComponent;
import dev.parley.isakmp.IsakmpComponent;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.Optional;

/** Two gateways that speak IKEv1, in a world of one seed. */
record Worlds(World world, Site a, Site b) {
    static Worlds seeded(long seed) {
        return of(seed, policies());
    }

    static World empty(long seed) {
        return World.seeded(seed)
                .with(
                        new IsakmpComponent(),
                        new IpsecComponent(),
                        new Ikev1Component(),
                        new OakleyComponent(),
                        new CiphersComponent());
    }

    static Worlds of(long seed, Policies policies) {
        World world = empty(seed);
        Site a = world.gateway("a", policies.a());
        return new Worlds(world, a, world.gateway("b", policies.b()));
    }

    /** A child {@code net} in tunnel mode; all with aes-cbc:128 and SHA-256, in a group that is quick to compute. */
    static Policies policies() {
        return Policies.pair(
                        "to-b",
                        "to-a",
                        "a secret of two",
                        Policies.suite("aes-cbc:128", Optional.of("hmac-sha2-256-128"), "hmac-sha2-256", "ecp-256"))
                .protocol("ikev1");
    }

    /** Lets what is going on come to an end, at who was not asked too. */
    void settle() {
        world.runUntilQuiet();
        world.run(1_000);
    }

    /** Whether both ends have {@code pairs} pairs of SAs. */
    boolean up(int pairs) {
        return a.sad().entries().size() == 2 * pairs && b.sad().entries().size() == 2 * pairs;
    }
}
