package dev.parley.kink;

import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.message.ApRepPayload;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KrbErrorPayload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Errors that somebody said without proof: they end no transaction, and when all is over they may explain it (RFC 4430 sections 4.2.3
 * and 4.2.8).
 */
final class Hints {
    private final Map<Long, Hint> byXid = new LinkedHashMap<>();

    /** What was said, and whether it is that the ticket is no good. */
    private record Hint(String words, boolean ofTicket) {}

    /** Keeps what {@code message} says; in words, if it says anything. */
    Optional<String> note(long xid, Message<KinkHeader> message) {
        Optional<Hint> hint = read(message);
        hint.ifPresent(said -> byXid.put(xid, said));
        return hint.map(Hint::words);
    }

    /** The last thing that was said of a transaction. */
    Optional<String> of(long xid) {
        return Optional.ofNullable(byXid.get(xid)).map(Hint::words);
    }

    /** Whether it was that the ticket is no good. */
    boolean doubtTicket(long xid) {
        return byXid.containsKey(xid) && byXid.get(xid).ofTicket();
    }

    void forget(long xid) {
        byXid.remove(xid);
    }

    private static Optional<Hint> read(Message<KinkHeader> message) {
        if (message.find(ApRepPayload.class).isPresent()) {
            return Optional.empty();
        }
        try {
            Optional<KrbErrorPayload> error = message.find(KrbErrorPayload.class);
            if (error.isPresent()) {
                int code = KerberosError.read(error.get().der()).code();
                return Optional.of(new Hint(KerberosError.name(code), KerberosError.isOfTicket(code)));
            }
        } catch (WireException malformed) {
            return Optional.empty();
        }
        return message.find(ErrorPayload.class).map(error -> new Hint(ErrorPayload.name(error.code()), false));
    }
}
