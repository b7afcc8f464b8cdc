package dev.parley.kink;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.internal.IpsecComponent;
import dev.parley.isakmp.IsakmpComponent;
import dev.parley.kink.kerberos.Principal;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two gateways of one realm, and its KDC, in a world of one seed. */
record Worlds(World world, SimulatedKdc kdc, Site a, Site b) {
    static final Principal A = Principal.parse("kink/a.example@EXAMPLE");
    static final Principal B = Principal.parse("kink/b.example@EXAMPLE");
    static final int AES256_SHA1 = 18;

    /** After so long a gateway has been there for longer than clocks may differ, however they do. */
    static final long SETTLED_MILLIS = 10 * 60_000;

    /** An ACK is neither awaited by who asked nor answered: it needs a moment. */
    private static final long LAST_WORD_MILLIS = 500;

    static Worlds seeded(long seed) {
        return of(seed, policies());
    }

    static Worlds of(long seed, Policies policies) {
        return of(seed, AES256_SHA1, policies);
    }

    /** Gateways that have been there for a while. */
    static Worlds of(long seed, int encryptionType, Policies policies) {
        Worlds worlds = fresh(seed, encryptionType, policies);
        worlds.world().run(SETTLED_MILLIS);
        return worlds;
    }

    /** Gateways that have just begun, and do not know what they heard in former lives. */
    static Worlds fresh(long seed, int encryptionType, Policies policies) {
        World world = empty(seed);
        SimulatedKdc kdc = new SimulatedKdc(world, encryptionType, seed);
        world.with(kdc);
        Site a = world.gateway("a", policies.a());
        return new Worlds(world, kdc, a, world.gateway("b", policies.b()));
    }

    /** A world without gateways and without a KDC. */
    static World empty(long seed) {
        return World.seeded(seed)
                .with(
                        new IsakmpComponent(),
                        new IpsecComponent(),
                        new KinkComponent(),
                        new OakleyComponent(),
                        new CiphersComponent());
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

    /** The same child by other algorithms. */
    static Policies suites(String encryption, String integrity, String... keyExchange) {
        Suite suite = new Suite(
                List.of(Algorithm.parse(encryption)),
                integrity.isEmpty() ? List.of() : List.of(Algorithm.parse(integrity)),
                List.of(),
                Stream.of(keyExchange).map(Algorithm::parse).toList());
        return policies().children(policies().a().children().get(0).by(List.of(suite)));
    }

    /** Lets time pass until every errand has ended, and what was said last has been acted upon. */
    void settle() {
        world.runUntilQuiet();
        world.run(LAST_WORD_MILLIS);
    }

    /** Whether both ends have a pair of SAs. */
    boolean up() {
        return a.sad().entries().size() == 2 && b.sad().entries().size() == 2;
    }
}
