package dev.parley.examples.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ikev2.Ikev2Component;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.IsakmpComponent;
import dev.parley.isakmp.event.KeyLog;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Fates;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 2408's Base Exchange between two gateways of the simulator. */
class TwoGatewaysTest {
    private final Keys keys = new Keys(new ArrayList<>());

    /** What both ends say they have agreed on. */
    private record Keys(List<String> lines) implements KeyLog, Contribution {
        @Override
        public String key() {
            return "test";
        }

        @Override
        public void line(String table, String line) {
            lines.add(line);
        }

        @Override
        public List<Extension> extensions() {
            return List.of(this);
        }
    }

    @Test
    void four_messages_agree_on_one_key() {
        World world = world(1);
        Errand errand = established(world, Policies.pair("to-b", "to-a", "a secret of two"));
        assertThat(errand.failure()).isEmpty();
        assertThat(keys.lines()).hasSize(2).allMatch(keys.lines().get(0)::equals);
        assertThat(world.capture()).hasSize(4);
        assertThat(world.transcript().toString())
                .contains("message 1 of Base (1 of DOI 47710): HDR, SA, NONCE")
                .contains("message 3 of Base (1 of DOI 47710): HDR, KE, ID, HASH");
    }

    @Test
    void whatever_is_lost_among_the_first_five_datagrams_both_agree() {
        for (int mask = 0; mask < 1 << 5; mask++) {
            keys.lines().clear();
            World world = world(mask).fates(Fates.of(mask, 5));
            Errand errand = established(world, Policies.pair("to-b", "to-a", "a secret of two"));
            assertThat(errand.failure()).as("mask " + mask).isEmpty();
            assertThat(keys.lines())
                    .as("mask " + mask)
                    .hasSize(2)
                    .allMatch(keys.lines().get(0)::equals);
            world.judgeEmpty();
        }
    }

    @Test
    void duplicates_without_loss_are_no_reason_to_talk_for_ever() {
        World world = world(3).duplication(1);
        established(world, Policies.pair("to-b", "to-a", "a secret of two"));
        world.judgeEmpty();
        assertThat(world.capture()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void another_secret_ends_in_a_refusal_at_both_ends() {
        World world = world(4);
        Policies here = Policies.pair("to-b", "to-a", "a secret of two");
        Policies there = Policies.pair("to-b", "to-a", "another secret");
        Errand errand = established(world, here.disagreeing(there.b()));
        assertThat(errand.failure())
                .hasValueSatisfying(
                        why -> assertThat(why.getMessage()).contains("does not answer", "AUTHENTICATION-FAILED"));
        assertThat(keys.lines()).isEmpty();
        world.judgeEmpty();
    }

    @Test
    void without_a_secret_it_says_so_and_nothing_is_sent() {
        World world = world(6);
        Policies secret = Policies.pair("to-b", "to-a", "a secret of two").protocol("base");
        Policy none = without(secret.a());
        world.gateway("b", without(secret.b()));
        Errand errand = world.gateway("a", none).establish("to-b");
        world.runUntilQuiet();
        assertThat(errand.failure()).hasValueSatisfying(why -> assertThat(why).hasMessage("write a secret into to-b"));
        assertThat(world.capture()).isEmpty();
        world.judgeEmpty();
    }

    private static Policy without(Policy secret) {
        return new Policy(
                secret.name(),
                secret.protocol(),
                secret.local(),
                secret.remote(),
                Optional.empty(),
                secret.suites(),
                secret.children(),
                secret.lifetimeSeconds(),
                secret.settings());
    }

    @Test
    void it_lives_beside_another_protocol_at_the_same_port() {
        World world = world(5);
        Policies base = Policies.pair("to-b", "to-a", "a secret of two").protocol("base");
        Policies ikev2 = Policies.pair("to-b-too", "to-a-too", "a secret of two");
        Site a = world.gateway("a", base.a(), ikev2.a());
        Site b = world.gateway("b", base.b(), ikev2.b());
        a.establish("to-b");
        a.establish("to-b-too");
        world.runUntilQuiet();
        world.run(1_000);
        assertThat(keys.lines()).filteredOn(line -> line.length() == 64).hasSize(2);
        assertThat(b.sad().entries()).hasSize(2);
    }

    private static Errand established(World world, Policies policies) {
        Policies base = policies.protocol("base");
        Site a = world.gateway("a", base.a());
        world.gateway("b", base.b());
        Errand errand = a.establish("to-b");
        world.runUntilQuiet();
        world.run(1_000);
        return errand;
    }

    private World world(long seed) {
        return World.seeded(seed)
                .with(
                        new IsakmpComponent(),
                        new BaseComponent(),
                        new CiphersComponent(),
                        new OakleyComponent(),
                        new Ikev2Component(),
                        keys);
    }
}
