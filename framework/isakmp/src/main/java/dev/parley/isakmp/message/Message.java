package dev.parley.isakmp.message;

import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message as read: header, payloads in order of arrival, and the octets as they came, because proofs cover those.
 *
 * @param <H> the protocol's header
 */
public record Message<H>(H header, List<Payload> payloads, Bytes wire) {
    public Message {
        payloads = List.copyOf(payloads);
    }

    public <P extends Payload> Stream<P> all(Class<P> kind) {
        return payloads.stream().filter(kind::isInstance).map(kind::cast);
    }

    public <P extends Payload> Optional<P> find(Class<P> kind) {
        for (Payload payload : payloads) {
            if (kind.isInstance(payload)) {
                return Optional.of(kind.cast(payload));
            }
        }
        return Optional.empty();
    }
}
