package dev.parley.kink.peer;

import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KrbErrorPayload;
import dev.parley.kink.message.Notation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message that is authentic: its Cksum is right, and so is its AP-REQ or AP-REP.
 *
 * @param outside the payloads in the clear, without KINK_ENCRYPT
 * @param inside those within KINK_ENCRYPT
 */
public record Heard(KinkHeader header, List<Payload> outside, List<Payload> inside) {
    public Heard {
        outside = List.copyOf(outside);
        inside = List.copyOf(inside);
    }

    /** All payloads, whether or not they were encrypted. */
    public List<Payload> payloads() {
        return Stream.concat(outside.stream(), inside.stream()).toList();
    }

    public <P extends Payload> Stream<P> all(Class<P> kind) {
        return Stream.concat(outside.stream(), inside.stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    public Optional<KrbErrorPayload> kerberosError() {
        return all(KrbErrorPayload.class).findFirst();
    }

    /** Its KINK_ERROR; KINK_OK is none (RFC 4430 section 4.2.8). */
    public Optional<ErrorPayload> error() {
        return all(ErrorPayload.class).filter(error -> error.code() != 0).findFirst();
    }

    /** In the RFC's notation. */
    public Text inWords(PayloadRegistry registry) {
        return Text.later(
                () -> Notation.of(header.type(), header.xid(), header.acknowledge(), outside, inside, registry));
    }
}
