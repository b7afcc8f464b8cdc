package dev.parley.ikev2;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.function.Supplier;

/** Two gateways that share a secret, in a world of one seed. */
record Worlds(World world, Site a, Site b) {
    static World empty(long seed) {
        return World.seeded(seed).with(new Ikev2Component(), new OakleyComponent(), new CiphersComponent());
    }

    static Worlds seeded(long seed) {
        return of(empty(seed), Policies.pair("to-b", "to-a", "a secret of two"));
    }

    static Worlds of(World world, Policies policies) {
        Site a = world.gateway("a", policies.a());
        return new Worlds(world, a, world.gateway("b", policies.b()));
    }

    /** Whether both ends have a pair of SAs. */
    boolean up() {
        return a.sad().entries().size() == 2 && b.sad().entries().size() == 2;
    }

    /** For a failed assertion, and only then: what was expected, the run again, and where what it leaves is. */
    Supplier<String> evidence(String expected) {
        return () -> expected + "\n" + world.command() + "\n" + String.join("\n", world.evidence());
    }
}
