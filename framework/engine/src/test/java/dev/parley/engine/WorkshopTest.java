package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkshopTest {
    private final VirtualHost host = new VirtualHost();
    private final Counters counters = new Counters();
    private final Workshop workshop = new Workshop(host, new Admission(Limits.DEFAULT, host), counters);
    private final List<String> told = new ArrayList<>();

    private void offload(Work<?> work) {
        workshop.offload(
                work,
                host.random(),
                () -> true,
                outcome -> told.add(
                        outcome instanceof Outcome.Done done
                                ? String.valueOf(done.value())
                                : ((Outcome.Failed) outcome).why().getMessage()));
        host.run();
    }

    /** Work during which time goes by. */
    private Work<String> taking(String name, long millis) {
        return Work.computing(name, random -> {
            host.pass(millis);
            return "done";
        });
    }

    /** So many tasks of {@code name}, each begun while those before it still run. */
    private Work<String> endless(String name, int more) {
        return Work.computing(name, random -> {
            host.pass(Workshop.COMPUTING_MILLIS);
            if (more > 1) {
                offload(endless(name, more - 1));
            } else {
                offload(taking(name, 0));
            }
            return "too late";
        });
    }

    @Test
    void who_waits_for_work_that_does_not_end_is_told_once_and_its_thread_is_replaced_until_it_ends() {
        offload(taking("slow", Workshop.COMPUTING_MILLIS));
        assertThat(told).containsExactly("slow has not ended its work after 30 s");
        assertThat(counters.values()).containsEntry("work-overdue", 1L);
        assertThat(host.spares).as("one was given and taken back").containsExactly(1, -1);
    }

    @Test
    void work_that_ends_in_time_leaves_no_timer() {
        offload(taking("quick", Workshop.COMPUTING_MILLIS - 1));
        assertThat(told).containsExactly("done");
        assertThat(host.waitingLater()).isZero();
        assertThat(host.spares).isEmpty();
    }

    @Test
    void a_plug_in_whose_work_does_not_end_gets_no_more_and_others_do() {
        offload(endless("stuck", Workshop.MOST_OVERDUE));
        assertThat(told)
                .hasSize(Workshop.MOST_OVERDUE + 1)
                .last()
                .asString()
                .startsWith("stuck is given no work: 4 of its");
        told.clear();
        offload(taking("other", 0));
        offload(taking("stuck", 0));
        assertThat(told).as("they have ended since").containsExactly("done", "done");
    }
}
