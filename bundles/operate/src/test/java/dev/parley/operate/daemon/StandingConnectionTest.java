package dev.parley.operate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.Host;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class StandingConnectionTest {
    private final Clock clock = new Clock();
    private boolean up;
    private int attempts;
    private final StandingConnection connection = new StandingConnection(clock, () -> up, () -> attempts++);

    @Test
    void it_asks_again_ever_less_often_but_never_twice_at_once() {
        connection.want();
        assertThat(attempts).isEqualTo(1);
        clock.tick();
        assertThat(attempts).as("the first attempt runs still").isEqualTo(1);

        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            connection.settled();
            clock.tick();
            delays.add(clock.delays.get(clock.delays.size() - 1));
        }
        assertThat(attempts).isEqualTo(8);
        assertThat(delays).isSorted().endsWith(60_000L, 60_000L);
    }

    @Test
    void what_was_lost_is_begun_anew_soon() {
        connection.want();
        connection.settled();
        up = true;
        clock.tick();
        assertThat(clock.delays).last().isEqualTo(2_000L);
        up = false;
        clock.tick();
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void what_a_person_took_down_stays_down_until_it_is_wanted_again() {
        connection.want();
        connection.settled();
        connection.stop();
        clock.tick();
        assertThat(attempts).isEqualTo(1);
        connection.want();
        connection.want();
        assertThat(attempts).isEqualTo(2);
        assertThat(clock.planned).as("one look is planned, not two").hasSize(1);
    }

    /** A host whose time passes when the test says so. */
    private static final class Clock implements Host {
        private final List<Runnable> planned = new ArrayList<>();
        private final List<Long> delays = new ArrayList<>();

        void tick() {
            List<Runnable> due = List.copyOf(planned);
            planned.clear();
            due.forEach(Runnable::run);
        }

        @Override
        public Cancellation later(long delayMillis, Runnable task) {
            planned.add(task);
            delays.add(delayMillis);
            return () -> planned.remove(task);
        }

        @Override
        public Moment now() {
            return new Moment(0, 0);
        }

        @Override
        public RandomSource random() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor lane() {
            return Runnable::run;
        }

        @Override
        public boolean work(Work.Kind kind, Runnable task) {
            return false;
        }
    }
}
