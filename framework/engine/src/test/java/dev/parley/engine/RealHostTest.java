package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RealHostTest {
    private final RealHost host = new RealHost();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void a_lane_runs_its_tasks_in_order_and_one_at_a_time() throws Exception {
        Executor lane = host.lane();
        Executor other = host.lane();
        List<Integer> seen = new ArrayList<>();
        CompletableFuture<List<Integer>> done = new CompletableFuture<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int n = i;
            expected.add(n);
            lane.execute(() -> seen.add(n));
            other.execute(Thread::yield);
        }
        lane.execute(() -> done.complete(List.copyOf(seen)));
        assertThat(done.get()).isEqualTo(expected);
    }

    @Test
    void a_lane_goes_on_after_a_task_that_throws() throws Exception {
        Executor lane = host.lane();
        CompletableFuture<String> done = new CompletableFuture<>();
        lane.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        lane.execute(() -> done.complete("went on"));
        assertThat(done.get()).isEqualTo("went on");
    }

    @Test
    void a_full_pool_says_so_at_once_and_the_other_pool_has_room() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        int taken = 0;
        while (host.work(Work.Kind.WAITS, () -> await(hold))) {
            taken++;
        }
        assertThat(taken).isEqualTo(RealHost.WAITING_THREADS + RealHost.WAITING_QUEUE);
        CompletableFuture<String> computed = new CompletableFuture<>();
        assertThat(host.work(Work.Kind.COMPUTES, () -> computed.complete("computed")))
                .isTrue();
        assertThat(computed.get()).isEqualTo("computed");
        hold.countDown();
    }

    @Test
    void a_thread_that_does_not_come_back_is_replaced_until_it_does() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        for (int i = 0; i < RealHost.COMPUTING_THREADS; i++) {
            host.work(Work.Kind.COMPUTES, () -> await(hold));
        }
        CompletableFuture<String> behind = new CompletableFuture<>();
        host.work(Work.Kind.COMPUTES, () -> behind.complete("done"));
        Host.Cancellation back = host.spare(Work.Kind.COMPUTES);
        assertThat(behind.get()).isEqualTo("done");
        hold.countDown();
        back.cancel();
        CompletableFuture<String> later = new CompletableFuture<>();
        host.work(Work.Kind.COMPUTES, () -> later.complete("as before"));
        assertThat(later.get()).isEqualTo("as before");
    }

    @Test
    void work_sees_no_context_class_loader_even_if_the_work_before_left_one() throws Exception {
        List<CompletableFuture<Optional<ClassLoader>>> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Optional<ClassLoader>> one = new CompletableFuture<>();
            seen.add(one);
            host.work(Work.Kind.COMPUTES, () -> {
                one.complete(Optional.ofNullable(Thread.currentThread().getContextClassLoader()));
                Thread.currentThread().setContextClassLoader(RealHostTest.class.getClassLoader());
            });
        }
        for (CompletableFuture<Optional<ClassLoader>> one : seen) {
            assertThat(one.get()).isEmpty();
        }
    }

    @Test
    void a_cancelled_timer_does_not_run_and_others_run_in_order() throws Exception {
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        host.later(0, () -> {
            // On the one thread of the clock nothing can run out between these lines.
            host.later(0, () -> ran.add("cancelled")).cancel();
            host.later(20, () -> ran.add("second"));
            host.later(1, () -> ran.add("first"));
        });
        assertThat(List.of(ran.take(), ran.take())).containsExactly("first", "second");
    }

    @Test
    void after_close_nothing_throws() {
        host.close();
        host.lane().execute(() -> {});
        host.later(1, () -> {}).cancel();
        assertThat(host.work(Work.Kind.COMPUTES, () -> {})).isFalse();
    }

    @Test
    void randomness_does_not_repeat_in_a_fork() {
        RandomSource random = host.random();
        assertThat(random.bytes(16)).isNotEqualTo(random.fork().bytes(16));
    }

    @Test
    void an_observer_that_blocks_loses_events_and_stalls_no_negotiation() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CatalogTracker tracker = new CatalogTracker();
        BlockingQueue<Datagram> sent = new LinkedBlockingQueue<>();
        tracker.add(World.contribution(Toy.TOY, new Slow(hold), new Wire(sent)));
        try (Gateway gateway = Gateway.builder("here", host, tracker)
                .limits(Limits.DEFAULT.withObserverEvents(3))
                .transport("wire")
                .listen(World.HERE, Optional.empty())
                .start()) {
            for (int i = 0; i < 20; i++) {
                gateway.receive(new Datagram(
                        World.HERE, World.endpoint("198.51.100.7", 1_000 + i), Bytes.utf8("new;note a;send 1")));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(sent.poll(30, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(gateway.counters().get("observer-events-lost")).isBetween(16L, 17L);
            assertThat(gateway.counters()).containsEntry("toy-note", 20L);
        } finally {
            hold.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private record Slow(CountDownLatch hold) implements Observer {
        @Override
        public String key() {
            return "slow";
        }

        @Override
        public void on(Observed event) {
            await(hold);
        }
    }

    private record Wire(BlockingQueue<Datagram> sent) implements Transport {
        @Override
        public String key() {
            return "wire";
        }

        @Override
        public Channel open(Endpoint local, Receiver receiver) {
            return new Channel() {
                @Override
                public Endpoint local() {
                    return local;
                }

                @Override
                public void send(Datagram datagram) {
                    sent.add(datagram);
                }

                @Override
                public void close() {}
            };
        }
    }
}
