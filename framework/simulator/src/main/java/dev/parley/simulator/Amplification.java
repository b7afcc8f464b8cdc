package dev.parley.simulator;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures, on the network, what a site that was called sends to an address that has shown nothing yet: the bound is
 * that of RFC 9000 section 8.
 */
final class Amplification {
    /** Octets out for an octet in. */
    private static final int BOUND = 3;

    private record Pair(String site, Bytes peer) {}

    private static final class Count {
        private final boolean called;
        private boolean established;
        private long in;
        private long out;

        private Count(boolean called) {
            this.called = called;
        }
    }

    private final Map<Pair, Count> counts = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** The site calls the peer of its own will: from now on nobody makes it send there. */
    void calls(String site, Bytes peer) {
        counts.put(new Pair(site, peer), new Count(false));
    }

    void arrived(String site, Bytes peer, int octets) {
        counts.computeIfAbsent(new Pair(site, peer), pair -> new Count(true)).in += octets;
    }

    void sent(String site, Bytes peer, int octets) {
        Count count = counts.computeIfAbsent(new Pair(site, peer), pair -> new Count(false));
        if (!count.called || count.established) {
            return;
        }
        boolean before = count.out > BOUND * count.in;
        count.out += octets;
        if (!before && count.out > BOUND * count.in) {
            violations.add(site + " sent " + count.out + " octets to " + IpAddress.format(peer)
                    + ", which has shown no key and sent " + count.in + ": more than " + BOUND + " for one");
        }
    }

    /** What the site is about to send is a call of its own, and no answer. */
    void calls(String site, Bytes peer, int octets) {
        counts.computeIfAbsent(new Pair(site, peer), pair -> new Count(false)).out -= octets;
    }

    void established(String site, Bytes peer) {
        counts.computeIfAbsent(new Pair(site, peer), pair -> new Count(false)).established = true;
    }

    /** The site begins anew; what an established peer still had on its way to the former life is no call that it answers. */
    void restarted(String site) {
        counts.entrySet().removeIf(each -> each.getKey().site().equals(site) && !each.getValue().established);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
