package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.event.Observed;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups: names that several negotiations share, to speak to each other. */
class GroupsTest {
    private World world;

    @BeforeEach
    void build() throws Unavailable {
        world = new World();
    }

    /** Who noted {@code text}, in order. */
    private List<String> noted(String text) {
        world.host.run();
        List<String> who = world.events.stream()
                .filter(event -> event.event().text().equals(text))
                .map(Observed::negotiation)
                .toList();
        world.events.clear();
        return who;
    }

    @Test
    void what_is_told_to_a_group_reaches_all_but_the_teller() {
        world.hears("new;listen a;prove p;join g");
        world.hears("new;listen b;prove p;join g;join g");
        world.hears("new;listen c;prove p;join other");
        world.hears("to a;tell g news");
        assertThat(noted("handed news")).containsExactly("toy-2");
        world.hears("to c;tell g news");
        assertThat(noted("handed news")).containsExactly("toy-1", "toy-2");
    }

    @Test
    void nobody_is_made_to_be_told() {
        world.hears("new;listen a;prove p;tell g news");
        assertThat(world.gateway.lanes()).isEqualTo(1);
        assertThat(noted("handed news")).isEmpty();
    }

    @Test
    void a_negotiation_does_not_count_itself_among_the_others() {
        world.hears("new;listen a;prove p;join g");
        world.hears("to a;others g");
        assertThat(noted("others false")).containsExactly("toy-1");
        world.hears("new;listen b;prove p;others g");
        assertThat(noted("others true")).containsExactly("toy-2");
    }

    @Test
    void who_has_left_is_told_nothing_and_counts_no_more() {
        world.hears("new;listen a;prove p;join g");
        world.hears("to a;leave g");
        world.hears("new;listen b;prove p;others g;tell g news");
        assertThat(noted("others false")).containsExactly("toy-2");
        assertThat(noted("handed news")).isEmpty();
    }

    @Test
    void a_negotiation_that_ends_by_its_own_will_by_a_bug_or_by_the_host_leaves_its_groups() {
        world.hears("new;listen a;prove p;join g;finish");
        world.hears("new;listen b;prove p;join g");
        world.hears("to b;bug");
        world.hears("new;listen c;prove p;join g");
        assertThat(world.gateway.groups()).isEqualTo(1);
        world.gateway.shut();
        world.host.run();
        assertThat(world.gateway.groups()).isZero();
        assertThat(world.gateway.lanes()).isZero();
    }
}
