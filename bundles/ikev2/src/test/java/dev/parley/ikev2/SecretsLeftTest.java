package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.World;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exponents and shared secrets are forgotten with the exchange that they are for, whenever it ends (RFC 7296 section 2.12). */
class SecretsLeftTest {
    /** Milliseconds from the first datagram of the scenes below to the last. */
    private static final int MOMENTS = 90;

    /** Longer than anything half-open or closed is kept. */
    private static final long LONG = 60_000;

    /** The key exchange that there is, whose secrets are seen. */
    private record Seen(KeyExchangeMethod real, List<SharedSecret> secrets) implements KeyExchangeMethod {
        @Override
        public String key() {
            return real.key();
        }

        @Override
        public Map<NumberSpace, Integer> codePoints() {
            return real.codePoints();
        }

        @Override
        public Traits traits() {
            return real.traits();
        }

        @Override
        public Turn<SharedSecret> initiate(KeyExchangeContext context) throws GeneralSecurityException, Unavailable {
            return real.initiate(new SeenContext(context, secrets)).then(this::seen);
        }

        @Override
        public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first)
                throws GeneralSecurityException, Unavailable {
            return real.respond(new SeenContext(context, secrets), first).then(this::seen);
        }

        private SharedSecret seen(SharedSecret secret) {
            secrets.add(secret);
            return secret;
        }
    }

    private record SeenContext(KeyExchangeContext real, List<SharedSecret> secrets) implements KeyExchangeContext {
        @Override
        public Role role() {
            return real.role();
        }

        @Override
        public OptionalInt number() {
            return real.number();
        }

        @Override
        public SharedSecret secret(int octets) {
            SharedSecret secret = real.secret(octets);
            secrets.add(secret);
            return secret;
        }

        @Override
        public RandomSource random() {
            return real.random();
        }

        @Override
        public Map<String, String> settings() {
            return real.settings();
        }
    }

    /** What is going on when it is cut short. */
    enum Scene {
        BEGINNING(worlds -> worlds.a().establish("to-b")),
        REPLACING_A_CHILD(worlds -> worlds.a().command(Verb.REKEY, "to-b", "net")),
        REPLACING_THE_IKE_SA(worlds -> worlds.a().command(Verb.REKEY, "to-b"));

        private final Consumer<Worlds> action;

        Scene(Consumer<Worlds> action) {
            this.action = action;
        }
    }

    private static Worlds begun(Scene scene, long seed, List<SharedSecret> secrets) {
        List<Extension> groups = new OakleyComponent()
                .extensions().stream()
                        .map(each -> each instanceof KeyExchangeMethod method ? new Seen(method, secrets) : each)
                        .toList();
        World world = World.seeded(seed).with(new Ikev2Component(), new CiphersComponent(), () -> groups);
        Worlds worlds = Worlds.of(world, policies());
        if (scene != Scene.BEGINNING) {
            worlds.a().establish("to-b");
            world.runUntilQuiet();
        }
        scene.action.accept(worlds);
        return worlds;
    }

    /** The child has a key exchange of its own. */
    private static Policies policies() {
        Suite ike = Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "x25519");
        Policies usual = Policies.pair("to-b", "to-a", "a secret of two", ike);
        ChildPolicy net = usual.a().children().get(0);
        return usual.children(new ChildPolicy(
                net.name(),
                List.of(new Suite(ike.encryption(), List.of(), List.of(), ike.keyExchange())),
                net.local(),
                net.remote(),
                0));
    }

    private static void expectWiped(List<SharedSecret> secrets, String when) {
        assertThat(secrets).as(when).allMatch(secret -> secret.reveal().isZero());
    }

    @ParameterizedTest
    @EnumSource
    void an_end_that_takes_everything_down_at_any_moment_keeps_no_secret(Scene scene) {
        int seen = 0;
        for (int after = 0; after < MOMENTS; after++) {
            List<SharedSecret> secrets = new ArrayList<>();
            Worlds worlds = begun(scene, after, secrets);
            worlds.world().run(after);
            worlds.a().delete("to-b");
            worlds.world().run(LONG);
            expectWiped(secrets, scene + " after " + after);
            seen += secrets.size();
        }
        assertThat(seen).isGreaterThan(MOMENTS);
    }

    @ParameterizedTest
    @EnumSource
    void a_peer_that_takes_everything_down_at_any_moment_leaves_no_secret(Scene scene) {
        int seen = 0;
        for (int after = 0; after < MOMENTS; after++) {
            List<SharedSecret> secrets = new ArrayList<>();
            Worlds worlds = begun(scene, after, secrets);
            worlds.world().run(after);
            worlds.b().delete("to-a");
            worlds.world().run(LONG);
            worlds.a().delete("to-b");
            worlds.world().run(LONG);
            expectWiped(secrets, scene + " after " + after);
            seen += secrets.size();
        }
        assertThat(seen).isGreaterThan(MOMENTS);
    }
}
