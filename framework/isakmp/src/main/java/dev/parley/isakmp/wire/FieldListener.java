package dev.parley.isakmp.wire;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of every field that a {@link WireReader} reads, in order; offsets are those of {@link WireReader#offset}. */
@ConsumerType
public interface FieldListener {
    /** Hears nothing. */
    FieldListener NONE = new FieldListener() {
        @Override
        public void number(String field, int offset, int length, long value) {}

        @Override
        public void bytes(String field, int offset, Bytes octets) {}

        @Override
        public void part(String field, int offset, int length) {}
    };

    void number(String field, int offset, int length, long value);

    void bytes(String field, int offset, Bytes octets);

    /** The next {@code length} octets will be read field by field. */
    void part(String field, int offset, int length);
}
