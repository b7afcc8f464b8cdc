package dev.parley.ikev2.sa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.sa.ExchangeWindow.Verdict;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic of a window of four (RFC 7296 section 2.3). */
class ExchangeWindowTest {
    private static final int WINDOW = 4;

    private static ExchangeWindow open() {
        ExchangeWindow window = new ExchangeWindow(0);
        window.declare(WINDOW);
        window.isAnnounced();
        window.opens();
        return window;
    }

    /** Sections 2.1 and 2.3, over every order of eight requests that keep to the window: never more answers kept than promised, and those. */
    @Test
    void a_window_keeps_what_it_promised_in_every_order_of_arrival() {
        Datagram reply = new Datagram(
                new Endpoint(Bytes.zeros(4), 500, false), new Endpoint(Bytes.zeros(4), 500, false), Bytes.of(9));
        List<List<Long>> orders = new ArrayList<>();
        orders(new ArrayList<>(), orders);
        assertThat(orders).hasSizeGreaterThan(1_000);
        for (List<Long> order : orders) {
            ExchangeWindow window = open();
            long highest = -1;
            for (long id : order) {
                Bytes request = Bytes.unsigned(id, 4);
                assertThat(window.judge(id, request)).as("%s, %d", order, id).isEqualTo(Verdict.DUE);
                window.answering(id);
                assertThat(window.judge(id, request)).isEqualTo(Verdict.BUSY);
                window.answered(id, request, List.of(reply), 0);
                highest = Math.max(highest, id);
                assertThat(window.kept()).isLessThanOrEqualTo(WINDOW);
                for (long seen : order.subList(0, order.indexOf(id) + 1)) {
                    assertThat(window.judge(seen, Bytes.unsigned(seen, 4)))
                            .as("%s, %d after %d", order, seen, id)
                            .isEqualTo(seen > highest - WINDOW ? Verdict.REPEATED : Verdict.STRANGE);
                    assertThat(window.judge(seen, Bytes.of(1))).isEqualTo(Verdict.STRANGE);
                }
            }
        }
    }

    private static void orders(List<Long> so, List<List<Long>> all) {
        if (so.size() == 8) {
            all.add(List.copyOf(so));
            return;
        }
        long oldest = 0;
        while (so.contains(oldest)) {
            oldest++;
        }
        for (long id = oldest; id < Math.min(8, oldest + WINDOW); id++) {
            if (!so.contains(id)) {
                so.add(id);
                orders(so, all);
                so.remove(so.size() - 1);
            }
        }
    }
}
