package dev.parley.examples.tenminutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ikev2.Ikev2Component;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Suite;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways negotiate the method under a private-use number that only their policies know. */
class TwoGatewaysTest {
    private static final Algorithm MINE = Algorithm.parse("my-kex").numbered(1024);

    /** Payload Length 64, Key Exchange Method Num 1024, RESERVED: RFC 7296 section 3.4. */
    private static final String KE_HEADER = "0040" + "0400" + "0000";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void they_agree_by_it_and_install_the_same_keys_through_loss_and_reordering(long seed) {
        World world = world(seed).loss(0.2).duplication(0.2).reordering(0.2);
        Policies policies = Policies.pair("to-b", "to-a", "a secret of two", suite(MINE));
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        a.establish("to-b");
        world.runUntilQuiet();
        world.judge();
        assertThat(a.sad().entries()).hasSize(2);
        assertThat(b.sad().entries()).hasSize(2);
        assertThat(world.capture())
                .anyMatch(captured -> captured.octets().toString().contains(KE_HEADER));
    }

    @Test
    void a_peer_that_does_not_want_it_agrees_on_what_both_have() {
        World world = world(4);
        Policies wants = Policies.pair("to-b", "to-a", "a secret of two", suite(MINE, Algorithm.parse("x25519")));
        Policies wantsNot = Policies.pair("to-b", "to-a", "a secret of two", suite(Algorithm.parse("x25519")));
        Site a = world.gateway("a", wants.a());
        Site b = world.gateway("b", wantsNot.b());
        a.establish("to-b");
        world.runUntilQuiet();
        world.judge();
        assertThat(b.sad().entries()).hasSize(2);
    }

    private static World world(long seed) {
        return World.seeded(seed)
                .with(new Ikev2Component(), new CiphersComponent(), new OakleyComponent(), new MyKexComponent());
    }

    private static Suite suite(Algorithm... keyExchange) {
        return new Suite(
                List.of(Algorithm.parse("aes-gcm-16:128")),
                List.of(),
                List.of(Algorithm.parse("hmac-sha2-256")),
                List.of(keyExchange));
    }
}
