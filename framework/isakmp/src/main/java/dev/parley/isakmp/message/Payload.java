package dev.parley.isakmp.message;

import org.osgi.annotation.versioning.ConsumerType;

/** One payload as a value; implementations are records. */
@ConsumerType
public interface Payload {
    PayloadType type();
}
