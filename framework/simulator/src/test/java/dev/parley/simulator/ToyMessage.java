package dev.parley.simulator;

import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** kind, response, sender, id: an octet each; two SPIs of 8 octets; then a body. */
record ToyMessage(int kind, boolean response, Role sender, int id, Bytes spiI, Bytes spiR, Bytes body) {
    static final int HELLO = 0;
    static final int PROOF = 1;
    static final int PROBE = 2;
    static final int BYE = 3;
    private static final String[] NAMES = {"HELLO", "PROOF", "PROBE", "BYE"};
    private static final int HEADER = 20;

    static Optional<ToyMessage> parse(Bytes octets) {
        if (octets.length() < HEADER || octets.at(0) >= NAMES.length || octets.at(1) > 1 || octets.at(2) > 1) {
            return Optional.empty();
        }
        return Optional.of(new ToyMessage(
                octets.at(0),
                octets.at(1) == 1,
                Role.values()[octets.at(2)],
                octets.at(3),
                octets.slice(4, 12),
                octets.slice(12, HEADER),
                octets.from(HEADER)));
    }

    Bytes octets() {
        return Bytes.concat(Bytes.of(kind, response ? 1 : 0, sender.ordinal(), id), spiI, spiR, body);
    }

    /** The same with a proof over it at the end of the body. */
    ToyMessage proven(Bytes key) {
        return withBody(Bytes.concat(body, hash(key, octets())));
    }

    /** What was in the body before {@link #proven}; empty if the proof is wrong. */
    Optional<Bytes> verified(Bytes key) {
        if (body.length() < 32) {
            return Optional.empty();
        }
        Bytes inner = body.slice(0, body.length() - 32);
        return withBody(inner).proven(key).equals(this) ? Optional.of(inner) : Optional.empty();
    }

    String describe() {
        return NAMES[kind] + (response ? " response " : " request ") + id;
    }

    static Bytes hash(Bytes... parts) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256")
                    .digest(Bytes.concat(parts).toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ToyMessage withBody(Bytes other) {
        return new ToyMessage(kind, response, sender, id, spiI, spiR, other);
    }
}
