package dev.parley.isakmp.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.wire.Bytes;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final Bytes HELLO = Bytes.utf8("hello");
    private static final Bytes BYE = Bytes.utf8("bye");

    @Test
    void what_is_said_and_what_is_not() {
        assertThat(Turn.say(HELLO, heard -> Turn.agree(1)).message()).contains(HELLO);
        assertThat(Turn.agree(1).message()).isEmpty();
        assertThat(Turn.agree(BYE, 1).message()).contains(BYE);
    }

    @Test
    void then_maps_the_result_at_the_end_of_any_number_of_turns_and_leaves_the_words() throws Exception {
        Turn<Integer> two = Turn.say(HELLO, first -> Turn.say(first, second -> Turn.agree(BYE, second.length())));
        Turn<String> mapped = two.then(length -> "length " + length);
        assertThat(mapped.message()).contains(HELLO);
        Turn<String> next = ((Turn.Say<String>) mapped).reply().hear(Bytes.of(1));
        assertThat(next.message()).contains(Bytes.of(1));
        Turn<String> last = ((Turn.Say<String>) next).reply().hear(Bytes.of(1, 2, 3));
        assertThat(last.message()).contains(BYE);
        assertThat(((Turn.Agree<String>) last).result()).isEqualTo("length 3");
    }

    @Test
    void then_maps_nothing_before_there_is_a_result() throws Exception {
        List<Integer> mapped = new ArrayList<>();
        Turn<Boolean> turn =
                Turn.<Integer>say(HELLO, heard -> Turn.agree(heard.length())).then(mapped::add);
        assertThat(mapped).isEmpty();
        ((Turn.Say<Boolean>) turn).reply().hear(Bytes.of(1));
        ((Turn.Say<Boolean>) turn).reply().hear(Bytes.of(1, 2));
        assertThat(mapped).containsExactly(1, 2);
    }

    @Test
    void what_a_reply_throws_passes_through() {
        Turn<Integer> turn = Turn.<Integer>say(HELLO, heard -> {
            throw new InvalidKeyException("bad point");
        });
        Turn<String> mapped = turn.then(String::valueOf);
        assertThatThrownBy(() -> ((Turn.Say<String>) mapped).reply().hear(BYE))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("bad point");
    }
}
