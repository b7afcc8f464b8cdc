package dev.parley.isakmp.extension;

import org.osgi.annotation.versioning.ConsumerType;

/** One thing that a bundle adds. It implements an interface that carries {@link ExtensionPoint}. */
@ConsumerType
public interface Extension {
    /** The neutral name within its point, for example {@code x25519}, {@code aes-gcm-16} or a bundle's symbolic name. */
    String key();

    /** Higher is chosen first among extensions of a point, and among those with the same key if the host's policy allows it. */
    default int preference() {
        return 0;
    }
}
