package dev.parley.ikev2.dissection;

import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.SkfPayload;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Messages that came in fragments, put together once all are decrypted (RFC 7383 section 2.6), whatever their order. */
final class Fragments {
    /** Messages that wait for the rest: those of a few IKE SAs whose fragments are on their way at once. */
    private static final int MAX_WAITING = 64;

    /** A message of IKE is no longer: its Length has more bits, but nobody keeps more (RFC 7383 section 2.1 speaks of certificates). */
    private static final int MAX_OCTETS = 262_144;

    private record Name(Bytes spiI, Bytes spiR, long messageId, int exchange, int flags, int total) {}

    /** @param first the type of the first payload, which the first fragment tells */
    record Whole(int first, Bytes chain) {}

    private static final class Waiting {
        private final Map<Integer, Bytes> parts = new TreeMap<>();
        private int first;
        private int octets;
    }

    private final Map<Name, Waiting> waiting = new LinkedHashMap<>();

    /**
     * @param next the fragment's Next Payload field
     * @param chain what it held, without padding
     * @return the whole, if this was the last that was missing
     */
    Optional<Whole> add(IsakmpHeader header, SkfPayload fragment, int next, Bytes chain) {
        Name name = new Name(
                header.initiatorCookie(),
                header.responderCookie(),
                header.messageId(),
                header.exchangeType(),
                header.flags() & (IkeFlags.INITIATOR | IkeFlags.RESPONSE),
                fragment.total());
        Waiting message = waiting.computeIfAbsent(name, fresh -> new Waiting());
        if (fragment.number() == 1) {
            message.first = next;
        }
        if (message.parts.put(fragment.number(), chain) == null) {
            message.octets += chain.length();
        }
        boolean whole = message.parts.size() == fragment.total();
        if (whole || message.octets > MAX_OCTETS) {
            waiting.remove(name);
        }
        if (waiting.size() > MAX_WAITING) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        return whole
                ? Optional.of(new Whole(
                        message.first, Bytes.concat(message.parts.values().toArray(Bytes[]::new))))
                : Optional.empty();
    }
}
