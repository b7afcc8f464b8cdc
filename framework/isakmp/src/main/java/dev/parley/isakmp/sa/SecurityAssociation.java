package dev.parley.isakmp.sa;

import dev.parley.isakmp.wire.Bytes;
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

    /** One line for a person, without keys. */
    String describe();
}
