package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many principals call one gateway at once; none of them is another's. */
class CrowdTest {
    private static final int PRINCIPALS = 2_000;

    @Test
    void two_thousand_principals_at_once_all_get_their_own_pair() {
        World world = Worlds.empty(1).forgetful().loss(0.05).duplication(0.05);
        world.with(new SimulatedKdc(world, Worlds.AES256_SHA1, 1));
        Map<String, String> quiet = Map.of("kink.liveness", "0");
        Site hub = world.gateway(
                "b",
                IntStream.range(0, PRINCIPALS)
                        .mapToObj(i -> Crowd.policy(true, i, quiet))
                        .toArray(Policy[]::new));
        List<Site> members = new ArrayList<>();
        for (int i = 0; i < PRINCIPALS; i++) {
            members.add(world.gateway("m" + i, Crowd.policy(false, i, quiet)));
        }
        for (int i = 0; i < PRINCIPALS; i++) {
            members.get(i).establish("m" + i);
        }
        world.runUntilQuiet();
        world.judge();
        assertThat(members).allMatch(member -> member.sad().entries().size() == 2);
        assertThat(hub.sad().ipsec()).hasSize(2 * PRINCIPALS);
        assertThat(hub.sad().ipsec().stream().map(IpsecSa::peer).distinct()).hasSize(PRINCIPALS);
        assertThat(hub.gateway().counters()).doesNotContainKeys("bug", "not-admitted");
    }
}
