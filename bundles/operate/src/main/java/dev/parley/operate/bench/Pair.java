package dev.parley.operate.bench;

import dev.parley.engine.Catalogs;
import dev.parley.engine.Gateway;
import dev.parley.engine.Limits;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.daemon.GatewaySetup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Two gateways on the loopback interface, each of a side of its own: the first begins, the other answers. */
final class Pair implements AutoCloseable {
    private final Side sideA;
    private final Side sideB;
    private final GatewaySetup a;
    private final GatewaySetup b;

    private Pair(Side sideA, Side sideB, GatewaySetup a, GatewaySetup b) {
        this.sideA = sideA;
        this.sideB = sideB;
        this.a = a;
        this.b = b;
    }

    /** What a side is made of. */
    record Part(Side side, Catalogs plugins, List<Policy> policies) {
        private GatewaySetup start() throws InterruptedException, ExecutionException {
            return side.call(() -> GatewaySetup.start(
                    Gateway.builder(side.name(), side.host(), plugins).limits(LIMITS), policies));
        }
    }

    static Pair start(Part a, Part b) throws InterruptedException, ExecutionException {
        GatewaySetup first = a.start();
        try {
            return new Pair(a.side(), b.side(), first, b.start());
        } catch (InterruptedException | ExecutionException failed) {
            first.close();
            throw failed;
        }
    }

    GatewaySetup a() {
        return a;
    }

    GatewaySetup b() {
        return b;
    }

    /** What is wished for. */
    @FunctionalInterface
    interface Wished {
        /**
         * @param place of those under way, which a wish has for itself until it has ended
         * @param number of all, from 0
         */
        IpsecWish at(int place, int number);
    }

    /**
     * Has {@code count} wishes come true, never more than {@code atOnce} of them under way; the next begins where one has ended.
     *
     * @throws ControlException if one was refused, or none has come true for a while
     */
    void fulfil(Verb verb, int count, int atOnce, Wished wished)
            throws ControlException, InterruptedException, ExecutionException {
        Run run = new Run(verb, count, wished);
        sideA.call(() -> {
            for (int i = 0; i < Math.min(atOnce, count); i++) {
                run.next(i);
            }
            return count;
        });
        int before = -1;
        while (true) {
            try {
                Optional<Refusal> refusal = run.over.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (refusal.isPresent()) {
                    throw new ControlException(
                            ControlException.FAILED, "refused: " + refusal.get().getMessage(), List.of());
                }
                return;
            } catch (TimeoutException stillRunning) {
                sideA.usage();
                sideB.usage();
                int now = run.settled.get();
                if (now == before) {
                    throw new ControlException(
                            ControlException.FAILED,
                            "only " + now + " of " + count + " have ended, the last of them " + PATIENCE_MILLIS
                                    + " ms ago",
                            List.of());
                }
                before = now;
            }
        }
    }

    private final class Run {
        private final Verb verb;
        private final int count;
        private final Wished wished;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger settled = new AtomicInteger();
        private final CompletableFuture<Optional<Refusal>> over = new CompletableFuture<>();

        Run(Verb verb, int count, Wished wished) {
            this.verb = verb;
            this.count = count;
            this.wished = wished;
        }

        void next(int place) {
            int number = begun.getAndIncrement();
            if (number < count) {
                a.gateway().command(verb, wished.at(place, number), refusal -> ended(place, refusal));
            }
        }

        private void ended(int place, Optional<Refusal> refusal) {
            if (refusal.isPresent()) {
                over.complete(refusal);
            } else if (settled.incrementAndGet() == count) {
                over.complete(Optional.empty());
            } else {
                next(place);
            }
        }
    }

    /** Waits until the gateways have nothing more to say to each other: what follows from a wish is part of its cost. */
    void untilQuiet() throws InterruptedException {
        long before = -1;
        for (int quiet = 0; quiet < QUIET_LOOKS; ) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            long now = received(a) + received(b);
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    private static long received(GatewaySetup setup) {
        return setup.gateway().counters().getOrDefault("datagrams-received", 0L);
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }

    /** One address is the peer of all: it must not be taken for an attacker who has to show a cookie. */
    private static final Limits LIMITS = Limits.DEFAULT
            .withHalfOpen(Integer.MAX_VALUE)
            .withCrowded(Integer.MAX_VALUE)
            .withHalfOpenPerAddress(Integer.MAX_VALUE)
            .withCrowdedPerAddress(Integer.MAX_VALUE);

    /** Longer than a lost datagram takes to be sent again several times. */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final long LOOK_MILLIS = 10;

    /** A datagram on the loopback interface is on its way for less than a millisecond, a key exchange may take ten. */
    private static final int QUIET_LOOKS = 5;
}
