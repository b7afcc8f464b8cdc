package dev.parley.kink.peer;

import dev.parley.isakmp.message.Payload;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KrbErrorPayload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message that is authentic: its Cksum is right, and so is its AP-REQ or AP-REP.
 *
 * @param payloads those within KINK_ENCRYPT in its place
 */
public record Heard(KinkHeader header, List<Payload> payloads) {
    public Heard {
        payloads = List.copyOf(payloads);
    }

    public <P extends Payload> Stream<P> all(Class<P> kind) {
        return payloads.stream().filter(kind::isInstance).map(kind::cast);
    }

    public Optional<KrbErrorPayload> kerberosError() {
        return all(KrbErrorPayload.class).findFirst();
    }

    /** Its KINK_ERROR; KINK_OK is none (RFC 4430 section 4.2.8). */
    public Optional<ErrorPayload> error() {
        return all(ErrorPayload.class).filter(error -> error.code() != 0).findFirst();
    }
}
