package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.sa.SaReports;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.simulator.Policies;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pairs that are replaced and end, tickets that expire, peers that die or begin anew (RFC 4430 sections 3.3, 3.6, 3.7 and 9). */
class LifetimesTest {
    private static final long HOUR = 3_600_000;

    /** A pair that was deleted is gone after that. */
    private static final long GRACE = 3_000;

    // Rekeying.

    @Test
    void who_began_a_pair_replaces_it_before_its_end_and_deletes_the_old() {
        Worlds worlds = up(Worlds.of(1, lasting(3_600)));
        Set<Bytes> before = spis(worlds);
        worlds.world().run(HOUR);
        assertThat(worlds.up()).isTrue();
        assertThat(spis(worlds)).doesNotContainAnyElementsOf(before);
        assertThat(said(worlds, "a", "CREATE")).isEqualTo(2);
        assertThat(said(worlds, "b", "CREATE")).isZero();
        assertThat(said(worlds, "a", "DELETE")).isEqualTo(1);
        worlds.world().judge();
    }

    @Test
    void the_time_of_it_is_random_and_leaves_a_whole_cycle_of_sendings() {
        Set<Long> times = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Worlds worlds = up(Worlds.of(seed, lasting(3_600).setting("kink.liveness", "0")));
            long from = worlds.world().now();
            assertThat(worlds.world().runUntil(() -> said(worlds, "a", "CREATE") == 2, HOUR))
                    .isTrue();
            times.add(worlds.world().now() - from);
        }
        assertThat(times).hasSize(20).allMatch(time -> time > HOUR * 8 / 10 && time < HOUR - 30_000);
    }

    @Test
    void the_responder_may_not_replace_a_pair() {
        Worlds worlds = up(Worlds.seeded(2));
        worlds.b().command(Verb.REKEY, "to-a");
        worlds.settle();
        assertThat(worlds.b().errands().get(0).failure().orElseThrow()).hasMessageContaining("RFC 4430 section 3.6");
    }

    @Test
    void a_peer_that_is_silent_when_a_pair_is_to_be_replaced_leaves_it_to_end_in_time() {
        Worlds worlds = up(Worlds.of(3, lasting(600).setting("kink.liveness", "0")));
        worlds.b().silence();
        worlds.world().run(HOUR / 6 + 1_000);
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.b().sad().entries()).isEmpty();
    }

    @Test
    void what_a_kernel_counts_ends_and_replaces_pairs_too() {
        Kernel kernel = new Kernel();
        Worlds worlds = Worlds.of(4, Worlds.policies());
        worlds.a().plug(() -> List.of(kernel));
        up(worlds);
        Set<Bytes> before = spis(worlds);
        kernel.reports.get("a").softExpired(worlds.a().sad().ipsec().get(0));
        worlds.world().run(GRACE);
        assertThat(worlds.up()).isTrue();
        assertThat(spis(worlds)).doesNotContainAnyElementsOf(before);
        kernel.reports.get("a").hardExpired(worlds.a().sad().ipsec().get(0));
        worlds.settle();
        worlds.world().judgeEmpty();
    }

    private static final class Kernel implements SaSink {
        private final Map<String, SaReports> reports = new LinkedHashMap<>();

        @Override
        public String key() {
            return "kernel";
        }

        @Override
        public void reportTo(String gateway, SaReports to) {
            reports.put(gateway, to);
        }

        @Override
        public void install(String gateway, SecurityAssociation sa, boolean inbound) {}

        @Override
        public void update(String gateway, SecurityAssociation now) {}

        @Override
        public void remove(String gateway, SecurityAssociation sa) {}
    }

    @Test
    void a_pair_that_awaits_its_ack_can_be_taken_down() {
        Worlds worlds = Worlds.of(5, Worlds.policies().setting("kink.responder-nonce", "yes"));
        worlds.a().establish("to-b");
        assertThat(worlds.world().runUntil(() -> worlds.world().capture().size() == 2, HOUR))
                .isTrue();
        worlds.b().delete("to-a");
        worlds.settle();
        worlds.world().judgeEmpty();
    }

    // Tickets.

    @Test
    void a_ticket_serves_until_it_expires_and_pairs_outlive_it() {
        Worlds worlds = Worlds.of(6, Worlds.policies().setting("kink.liveness", "0"));
        worlds.kdc().ticketsLive(HOUR);
        up(worlds);
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.settle();
        assertThat(worlds.kdc().issued()).hasSize(1);
        worlds.world().run(HOUR);
        assertThat(worlds.up()).isTrue();
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.settle();
        worlds.world().run(GRACE);
        assertThat(worlds.kdc().issued()).hasSize(2);
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    @Test
    void session_keys_of_what_is_over_are_wiped() {
        Worlds worlds = Worlds.of(7, Worlds.policies());
        worlds.kdc().ticketsLive(HOUR);
        up(worlds);
        Ticket first = worlds.kdc().issued().get(0);
        assertThat(first.key().isClosed()).as("it will serve again").isFalse();
        worlds.world().run(HOUR);
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.settle();
        assertThat(first.key().isClosed()).as("another has taken its place").isTrue();
        worlds.a().delete("to-b");
        worlds.world().judgeEmpty();
        assertThat(worlds.kdc().issued())
                .isNotEmpty()
                .allMatch(ticket -> ticket.key().isClosed());
    }

    @Test
    void without_a_kdc_what_is_up_stays_up_and_a_new_pair_says_why_not() {
        Worlds worlds = Worlds.of(8, Worlds.policies().setting("kink.liveness", "0"));
        worlds.kdc().down();
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow()).hasMessage("no KDC of realm EXAMPLE answers");
        worlds.kdc().up();
        up(worlds);
        worlds.kdc().down();
        worlds.world().run(6 * HOUR);
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    // Epochs and death.

    @Test
    void a_peer_that_began_anew_is_found_out_by_its_epoch() {
        Worlds worlds = up(Worlds.seeded(9));
        worlds.b().restart();
        worlds.world().run(70_000);
        assertThat(worlds.a().sad().entries()).isEmpty();
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    @Test
    void a_peer_that_began_anew_and_calls_first_is_found_out_too() {
        Worlds worlds = up(Worlds.seeded(10));
        Set<Bytes> before = spis(worlds);
        worlds.world().run(2_000);
        worlds.a().restart();
        worlds.a().establish("to-b");
        worlds.settle();
        worlds.world().run(2_000);
        assertThat(worlds.up()).isTrue();
        assertThat(spis(worlds)).doesNotContainAnyElementsOf(before);
        worlds.world().judge();
    }

    @Test
    void a_peer_that_is_silent_is_dead_after_a_cycle_and_is_told_so_when_it_speaks_again() {
        Worlds worlds = up(Worlds.seeded(11));
        worlds.b().silence();
        worlds.world().run(65_000);
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.b().sad().entries()).as("it has asked too").isEmpty();
        worlds.b().unsilence();
        worlds.world().judge();
    }

    @Test
    void a_peer_that_cannot_be_asked_but_speaks_is_alive() {
        Worlds worlds = up(Worlds.of(12, Worlds.policies()));
        worlds.kdc().roll(Worlds.B);
        worlds.kdc().forgetOldKeys(Worlds.B);
        worlds.world().run(90_000);
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    private static Policies lasting(long seconds) {
        return Worlds.policies().lifetimes(0, seconds);
    }

    private static Worlds up(Worlds worlds) {
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.up()).as(worlds.world().transcript().toString()).isTrue();
        return worlds;
    }

    private static Set<Bytes> spis(Worlds worlds) {
        Set<Bytes> spis = new HashSet<>();
        for (IpsecSa sa : worlds.a().sad().ipsec()) {
            spis.add(sa.spi());
        }
        return spis;
    }

    private static long said(Worlds worlds, String site, String command) {
        return worlds.world().transcript().lines().stream()
                .filter(line -> line.what().equals("SENT")
                        && line.site().equals(site)
                        && line.text().startsWith(command))
                .count();
    }
}
