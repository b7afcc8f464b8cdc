package dev.parley.kink;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ipsec.internal.IpsecComponent;
import dev.parley.isakmp.IsakmpComponent;
import dev.parley.kink.kerberos.Principal;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.Map;

/** Two gateways of one realm, and its KDC, in a world of one seed. */
record Worlds(World world, SimulatedKdc kdc, Site a, Site b) {
    static final Principal A = Principal.parse("kink/a.example@EXAMPLE");
    static final Principal B = Principal.parse("kink/b.example@EXAMPLE");
    private static final int AES256_SHA1 = 18;

    static Worlds seeded(long seed) {
        return of(seed, policies());
    }

    static Worlds of(long seed, Policies policies) {
        return of(seed, AES256_SHA1, policies);
    }

    static Worlds of(long seed, int encryptionType, Policies policies) {
        World world = World.seeded(seed)
                .with(
                        new IsakmpComponent(),
                        new IpsecComponent(),
                        new KinkComponent(),
                        new OakleyComponent(),
                        new CiphersComponent());
        SimulatedKdc kdc = new SimulatedKdc(world, encryptionType, seed);
        world.with(kdc);
        Site a = world.gateway("a", policies.a());
        return new Worlds(world, kdc, a, world.gateway("b", policies.b()));
    }

    /** A child {@code net} in tunnel mode, aes-gcm-16:128, in two messages. */
    static Policies policies() {
        return Policies.pair("to-b", "to-a", "no secret in Kerberos")
                .protocol("kink")
                .ports(910, 4910)
                .settings(
                        Map.of("kink.principal", A.toString(), "kink.peer", B.toString()),
                        Map.of("kink.principal", B.toString(), "kink.peer", A.toString()));
    }

    /** Whether both ends have a pair of SAs. */
    boolean up() {
        return a.sad().entries().size() == 2 && b.sad().entries().size() == 2;
    }
}
