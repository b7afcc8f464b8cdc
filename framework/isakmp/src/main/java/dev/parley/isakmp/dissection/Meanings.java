package dev.parley.isakmp.dissection;

import dev.parley.isakmp.wire.Bytes;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A protocol's names for the values of its fields. */
@ConsumerType
public interface Meanings {
    /** Values without names. */
    Meanings NONE = (field, octets, before) -> "";

    /**
     * What a value means; empty if there is no more to say than its octets.
     *
     * @param field its name
     * @param before the last number that was read in each field before it, by name: one field often says how to take another
     */
    String of(String field, Bytes octets, Map<String, Long> before);
}
