package dev.parley.crypto;

import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** A hash function, for protocols that negotiate one beside what is made of it. */
@ConsumerType
@ExtensionPoint("digest")
public interface Digest extends Negotiable {
    int outputOctets();

    Bytes digest(Bytes data);
}
