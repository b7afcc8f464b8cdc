package dev.parley.engine;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.Map;

/** Holds what is sent to an address to a multiple of what came from it (as RFC 9000 section 8.1 does). */
final class Amplification {
    private final int factor;
    private final Map<Bytes, Long> allowance = new HashMap<>();

    Amplification(int factor) {
        this.factor = factor;
    }

    void received(Datagram datagram) {
        Bytes from = datagram.remote().address();
        if (allowance.size() < ADDRESSES || allowance.containsKey(from)) {
            allowance.merge(from, (long) factor * datagram.octets().length(), Long::sum);
        }
    }

    boolean maySend(Datagram datagram) {
        Bytes to = datagram.remote().address();
        long left = allowance.getOrDefault(to, 0L) - datagram.octets().length();
        if (left < 0) {
            return false;
        }
        allowance.put(to, left);
        return true;
    }

    /** A peer behind a NAT moves once or twice before it has shown a key. */
    private static final int ADDRESSES = 8;
}
