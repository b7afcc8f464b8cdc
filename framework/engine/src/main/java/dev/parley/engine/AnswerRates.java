package dev.parley.engine;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Token buckets for answers that keep no state (RFC 7296 section 2.21.4): one a kind and one an address, a second deep. */
final class AnswerRates {
    private final Limits limits;
    private final Host host;
    private final Map<String, Bucket> kinds = new Oldest<>(KINDS);
    private final Map<Bytes, Bucket> addresses = new Oldest<>(ADDRESSES);

    AnswerRates(Limits limits, Host host) {
        this.limits = limits;
        this.host = host;
    }

    /** Whether an answer of {@code kind} may go to {@code to} now; if so it counts. */
    synchronized boolean allow(String kind, Endpoint to) {
        long now = host.now().monotonic();
        Bucket forAddress = addresses.computeIfAbsent(
                Admission.prefix(to), prefix -> new Bucket(limits.answersPerSecondPerAddress(), now));
        Bucket forKind = kinds.computeIfAbsent(kind, name -> new Bucket(limits.answersPerSecond(), now));
        return forAddress.has(now) && forKind.has(now) && forAddress.take() && forKind.take();
    }

    private static final class Bucket {
        private final int perSecond;
        private double tokens;
        private long at;

        Bucket(int perSecond, long now) {
            this.perSecond = perSecond;
            this.tokens = perSecond;
            this.at = now;
        }

        boolean has(long now) {
            tokens = Math.min(perSecond, tokens + (now - at) * perSecond / 1000.0);
            at = now;
            return tokens >= 1;
        }

        boolean take() {
            tokens--;
            return true;
        }
    }

    /** Forgets who was asked for longest ago. */
    private static final class Oldest<K> extends LinkedHashMap<K, Bucket> {
        private final int most;

        Oldest(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > most;
        }
    }

    /** A flood of invented addresses pushes out honest ones, who lose nothing by a fresh bucket; the kinds' buckets hold. */
    private static final int ADDRESSES = 4_096;

    /** Several times what all protocols together have. */
    private static final int KINDS = 64;
}
