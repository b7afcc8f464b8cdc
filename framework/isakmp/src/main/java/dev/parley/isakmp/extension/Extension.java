package dev.parley.isakmp.extension;

import org.osgi.annotation.versioning.ConsumerType;

/** One thing that a bundle adds. It implements an interface that carries {@link ExtensionPoint}. */
@ConsumerType
public interface Extension {
    /** The neutral name within its point, for example {@code x25519}, {@code aes-gcm-16} or a bundle's symbolic name. */
    String key();

    /**
     * Higher is asked first among the extensions of a point. Among those with one key it decides nothing: no bundle takes the
     * place of another by what it says of itself.
     */
    default int preference() {
        return 0;
    }
}
