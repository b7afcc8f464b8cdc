package dev.parley.isakmp.extension;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** What one bundle adds: the only service type that the host tracks, one instance a bundle. */
@ConsumerType
public interface Contribution {
    /** The same extensions at every call. */
    List<Extension> extensions();
}
