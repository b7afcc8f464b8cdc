package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SimulatedNetworkTest {
    private static final Bytes A = Bytes.of(10, 0, 0, 1);
    private static final Bytes B = Bytes.of(10, 0, 0, 2);
    private static final Bytes OUTSIDE = Bytes.of(203, 0, 113, 1);

    private final Timeline timeline = new Timeline();
    private final Transcript transcript = new Transcript(1, timeline);
    private final SimulatedNetwork network = new SimulatedNetwork(timeline, Chance.seeded(1), transcript);
    private final List<Datagram> atA = new ArrayList<>();
    private final List<Datagram> atB = new ArrayList<>();
    private Transport.Channel a500;
    private Transport.Channel a4500;

    @BeforeEach
    void open() throws Unavailable {
        SimulatedTransport transportA = new SimulatedTransport(network, "a");
        SimulatedTransport transportB = new SimulatedTransport(network, "b");
        a500 = transportA.open(new Endpoint(A, 500, false), atA::add);
        a4500 = transportA.open(new Endpoint(A, 4500, true), atA::add);
        transportB.open(new Endpoint(B, 500, false), atB::add);
        transportB.open(new Endpoint(B, 4500, true), atB::add);
    }

    private void send(Transport.Channel from, int port, boolean encapsulated, Bytes octets) {
        from.send(new Datagram(from.local(), new Endpoint(B, port, encapsulated), octets));
    }

    private void pass() {
        long end = timeline.now() + 1_000;
        while (timeline.step(end)) {
            assertThat(timeline.now()).isLessThan(end);
        }
    }

    @Test
    void a_datagram_arrives_after_the_latency_and_names_both_ends() {
        network.faults(Faults.NONE.latency(7, 7));
        send(a500, 500, false, Bytes.of(1, 2, 3));
        assertThat(timeline.step(100)).isTrue();
        assertThat(timeline.now()).isEqualTo(7);
        assertThat(atB)
                .containsExactly(
                        new Datagram(new Endpoint(B, 500, false), new Endpoint(A, 500, false), Bytes.of(1, 2, 3)));
    }

    @Test
    void between_encapsulated_endpoints_no_marker_is_seen_and_between_others_it_is_in_the_way() {
        send(a4500, 4500, true, Bytes.of(9));
        send(a500, 4500, true, Bytes.of(9));
        send(a4500, 500, false, Bytes.of(9));
        pass();
        assertThat(atB.stream().map(Datagram::octets)).containsExactlyInAnyOrder(Bytes.of(9), Bytes.of(0, 0, 0, 0, 9));
        assertThat(network.capture().stream().map(Captured::fate))
                .containsExactly(Captured.Fate.ARRIVED, Captured.Fate.NOBODY, Captured.Fate.ARRIVED);
    }

    @Test
    void behind_a_nat_only_what_was_mapped_comes_in() {
        Nat nat = network.nat("a", A, OUTSIDE);
        Endpoint outside = new Endpoint(OUTSIDE, 20_000, false);
        network.send("b", new Endpoint(B, 500, false), outside, Bytes.of(1));
        pass();
        assertThat(atA).isEmpty();
        send(a500, 500, false, Bytes.of(2));
        pass();
        assertThat(atB.get(0).remote()).isEqualTo(outside);
        network.send("b", new Endpoint(B, 500, false), outside, Bytes.of(3));
        pass();
        assertThat(atA.get(0).local()).isEqualTo(new Endpoint(A, 500, false));
        nat.forget();
        send(a500, 500, false, Bytes.of(4));
        pass();
        assertThat(atB.get(1).remote().port()).isEqualTo(20_001);
    }

    @Test
    void a_forwarded_port_of_a_nat_can_be_called() {
        network.nat("a", A, OUTSIDE).forwarding(new Endpoint(A, 500, false), 500);
        network.send("b", new Endpoint(B, 500, false), new Endpoint(OUTSIDE, 500, false), Bytes.of(1));
        pass();
        assertThat(atA).hasSize(1);
    }

    @Test
    void each_fault_does_what_its_name_says() {
        network.faults(Faults.NONE.loss(1));
        send(a500, 500, false, Bytes.of(1));
        pass();
        assertThat(atB).isEmpty();
        network.faults(Faults.NONE.duplication(1));
        send(a500, 500, false, Bytes.of(2));
        pass();
        assertThat(atB).hasSize(2);
        network.faults(Faults.NONE.corruption(1));
        send(a500, 500, false, Bytes.of(3));
        pass();
        assertThat(atB.get(2).octets()).isNotEqualTo(Bytes.of(3));
        atB.clear();
        network.faults(Faults.NONE.latency(1, 50).reordering(0.5));
        for (int n = 0; n < 50; n++) {
            send(a500, 500, false, Bytes.of(n));
        }
        pass();
        assertThat(atB).hasSize(50);
        assertThat(atB.stream().map(Datagram::octets).toList())
                .isNotEqualTo(atB.stream().map(Datagram::octets).sorted().toList());
        assertThatThrownBy(() -> Faults.NONE.loss(1.5)).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> Faults.NONE.latency(9, 3)).hasMessageContaining("shorter one first");
    }

    @Test
    void an_address_can_be_opened_once_and_after_a_cut_again() throws Unavailable {
        SimulatedTransport other = new SimulatedTransport(network, "c");
        Endpoint wanted = new Endpoint(Bytes.of(10, 0, 0, 3), 0, false);
        Transport.Channel chosen = other.open(wanted, atB::add);
        assertThat(chosen.local().port()).isEqualTo(49_152);
        assertThatThrownBy(() -> new SimulatedTransport(network, "d").open(chosen.local(), atB::add))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("open already");
        other.cut();
        chosen.send(new Datagram(chosen.local(), new Endpoint(B, 500, false), Bytes.of(1)));
        assertThat(network.capture()).isEmpty();
        assertThat(new SimulatedTransport(network, "d")
                        .open(chosen.local(), atB::add)
                        .local())
                .isEqualTo(chosen.local());
    }

    @Test
    void more_than_three_octets_for_one_to_a_stranger_are_noticed_and_to_a_friend_are_not() {
        Amplification amplification = new Amplification();
        amplification.arrived("b", A, 100);
        amplification.sent("b", A, 300);
        assertThat(amplification.violations()).isEmpty();
        amplification.sent("b", A, 1);
        assertThat(amplification.violations()).singleElement().asString().contains("301 octets to 10.0.0.1");
        amplification.sent("a", B, 5_000);
        amplification.arrived("c", A, 10);
        amplification.established("c", A);
        amplification.sent("c", A, 1_000);
        assertThat(amplification.violations()).hasSize(1);
    }

    @Test
    void chance_repeats_and_its_forks_differ() {
        assertThat(Chance.seeded(3).bytes(40))
                .isEqualTo(Chance.seeded(3).bytes(40))
                .isNotEqualTo(Chance.seeded(4).bytes(40));
        Chance parent = Chance.seeded(3);
        assertThat(parent.fork().bytes(16)).isNotEqualTo(parent.fork().bytes(16));
        assertThat(Chance.seeded(3, "a").bytes(8))
                .isNotEqualTo(Chance.seeded(3, "b").bytes(8));
        int hits = 0;
        for (int n = 0; n < 10_000; n++) {
            hits += parent.happens(0.2) ? 1 : 0;
            assertThat(parent.between(5, 7)).isBetween(5L, 7L);
        }
        assertThat(hits).isBetween(1_800, 2_200);
    }

    @Test
    void what_is_due_happens_in_order_of_time_and_then_of_asking_unless_it_is_cancelled() {
        List<Integer> done = new ArrayList<>();
        timeline.after(5, () -> done.add(3));
        timeline.after(1, () -> done.add(1));
        timeline.after(5, () -> done.add(4));
        timeline.after(1, () -> done.add(2));
        timeline.after(2, () -> done.add(99)).cancel();
        pass();
        assertThat(done).containsExactly(1, 2, 3, 4);
        assertThat(timeline.now()).isEqualTo(1_000);
    }
}
