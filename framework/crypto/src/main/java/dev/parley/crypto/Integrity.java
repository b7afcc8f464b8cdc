package dev.parley.crypto;

import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** An integrity algorithm: a keyed checksum, cut to its length on the wire. */
@ConsumerType
@ExtensionPoint("integrity")
public interface Integrity extends Negotiable {
    int keyOctets();

    /** Octets of the checksum on the wire. */
    int checksumOctets();

    Bytes checksum(Key key, Bytes data);
}
