package dev.parley.isakmp.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A simplex Security Association: named by SPI, destination and protocol (RFC 4301 section 4.1). The rest is its protocol's. */
@ConsumerType
public interface SecurityAssociation {
    /** The protocol's name, for example {@code ESP}. */
    String protocol();

    /** Security Parameters Index, big-endian. */
    Bytes spi();

    /** Destination address, 4 or 16 octets. */
    Bytes destination();

    /** The standing connection that it is for; empty if it is for none. */
    default String connection() {
        return "";
    }

    /** The SPI of the SA that goes the other way, and comes and goes with it; empty if none does. */
    default Optional<Bytes> mate() {
        return Optional.empty();
    }

    /** After so many seconds it ends, whatever becomes of the negotiation that made it; 0 for never. */
    default long lifetimeSeconds() {
        return 0;
    }

    /** One line for a person, without keys. */
    String describe();
}
