package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import org.junit.jupiter.api.Test;

/** IKE_SA_INIT and IKE_AUTH between two gateways (RFC 7296 section 1.2). */
class FourMessagesTest {
    @Test
    void four_messages_make_an_ike_sa_and_a_pair_of_esp_sas() {
        World world = World.seeded(42).with(new Ikev2Component(), new OakleyComponent(), new CiphersComponent());
        Policies policies = Policies.pair("to-b", "to-a", "a secret of two");
        Site a = world.gateway("a", policies.a());
        Site b = world.gateway("b", policies.b());
        a.establish("to-b");
        world.runUntilQuiet();
        System.out.println(world.transcript());
        world.judge();
        assertThat(a.sad().entries()).hasSize(2);
        assertThat(b.sad().entries()).hasSize(2);
        a.delete("to-b");
        world.runUntilQuiet();
        world.run(60_000);
        System.out.println(world.transcript());
        world.judgeEmpty();
    }
}
