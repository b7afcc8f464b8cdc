package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.sa.SaReports;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.simulator.Policies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows when a sink says that an SA is needed, nearly used up, or used up. */
class SinkReportsTest {
    /** Longer than anything takes where nothing is lost. */
    private static final long SECOND = 1_000;

    private final Map<String, SaReports> reports = new LinkedHashMap<>();
    private Worlds worlds;

    /** A kernel that counts. */
    private final class Kernel implements SaSink {
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

    @BeforeEach
    void begin() {
        SaSink kernel = new Kernel();
        worlds = Worlds.of(
                Worlds.empty(1).with(() -> List.of(kernel)), Policies.pair("to-b", "to-a", "a secret of two"));
        worlds.world().run(0);
        reports.get("a").acquire("to-b");
        worlds.world().run(SECOND);
    }

    private List<IpsecSa> sasOfA() {
        return worlds.a().sad().ipsec();
    }

    @Test
    void traffic_without_an_sa_begins_the_connection_once() {
        reports.get("a").acquire("to-b");
        reports.get("a").acquire("no such connection");
        worlds.world().run(SECOND);
        assertThat(worlds.up()).isTrue();
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.a().connection("to-b").wanted()).isFalse();
    }

    @Test
    void an_sa_that_is_nearly_used_up_is_replaced_with_its_mate() {
        List<IpsecSa> before = sasOfA();
        before.forEach(reports.get("a")::softExpired);
        worlds.world().run(SECOND);
        worlds.world().judge();
        assertThat(sasOfA()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void an_sa_that_is_used_up_is_deleted_at_both_ends() {
        reports.get("b").hardExpired(worlds.b().sad().ipsec().get(0));
        worlds.world().run(SECOND);
        worlds.world().judge();
        assertThat(sasOfA()).isEmpty();
        assertThat(worlds.b().sad().ipsec()).isEmpty();
    }

    @Test
    void what_is_not_installed_is_not_reported() {
        IpsecSa gone = sasOfA().get(0);
        worlds.a().delete("to-b");
        worlds.world().run(SECOND);
        reports.get("a").softExpired(gone);
        reports.get("a").hardExpired(gone);
        worlds.world().run(SECOND);
        worlds.world().judgeEmpty();
    }
}
