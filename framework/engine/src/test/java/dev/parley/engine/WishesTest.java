package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final Endpoint HERE = new Endpoint(Bytes.of(10, 0, 0, 1), 500, false);
    private static final Optional<Refusal> NO = Optional.of(new Refusal(Blame.NO_AGREEMENT, "no"));

    private final Wishes wishes = new Wishes();
    private final List<String> told = new ArrayList<>();

    private record Something(String connection) implements Wish {
        @Override
        public String protocol() {
            return "toy";
        }

        @Override
        public Endpoint local() {
            return HERE;
        }

        @Override
        public Endpoint remote() {
            return HERE;
        }
    }

    private Wish ask(Verb verb, String name) {
        Wish wish = new Something("c");
        ask(verb, name, wish);
        return wish;
    }

    private void ask(Verb verb, String name, Wish wish) {
        wishes.add(verb, wish, failure -> told.add(name + (failure.isEmpty() ? " done" : " refused")));
    }

    @Test
    void of_two_commands_with_equal_wishes_the_one_that_is_meant_is_answered() {
        Wish up = ask(Verb.ESTABLISH, "up");
        Wish rekey = ask(Verb.REKEY, "rekey");
        wishes.settle(rekey, NO);
        assertThat(told).containsExactly("rekey refused");
        wishes.settle(up, Optional.empty());
        assertThat(told).containsExactly("rekey refused", "up done");
    }

    @Test
    void who_asked_the_same_is_told_the_same() {
        Wish up = ask(Verb.ESTABLISH, "up");
        ask(Verb.REKEY, "rekey");
        ask(Verb.ESTABLISH, "again");
        wishes.settle(up, Optional.empty());
        assertThat(told).containsExactly("up done", "again done");
    }

    @Test
    void a_deletion_overtakes_what_was_asked_before() {
        ask(Verb.ESTABLISH, "up");
        Wish down = ask(Verb.DELETE, "down");
        wishes.settle(down, Optional.empty());
        assertThat(told).containsExactly("up refused", "down done");
    }

    @Test
    void one_object_for_two_commands_means_the_deletion_when_it_succeeds_and_else_the_first() {
        Wish both = new Something("c");
        ask(Verb.ESTABLISH, "up", both);
        ask(Verb.DELETE, "down", both);
        wishes.settle(both, NO);
        wishes.settle(both, Optional.empty());
        assertThat(told).containsExactly("up refused", "down done");
    }
}
