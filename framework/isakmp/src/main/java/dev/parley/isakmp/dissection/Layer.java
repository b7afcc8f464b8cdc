package dev.parley.isakmp.dissection;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;
import java.util.Optional;

/** Octets that were read in one go: a message as it travelled, or what was inside once it was decrypted. */
public final class Layer {
    private final String name;
    private final Bytes octets;
    private final List<Field> fields;
    private final Optional<WireException> fault;

    private Layer(String name, Bytes octets, List<Field> fields, Optional<WireException> fault) {
        this.name = name;
        this.octets = octets;
        this.fields = List.copyOf(fields);
        this.fault = fault;
    }

    /**
     * @param name for a person, for example {@code message}
     * @param fields see {@link FieldTree#fields}
     */
    public static Layer of(String name, Bytes octets, List<Field> fields) {
        return new Layer(name, octets, fields, Optional.empty());
    }

    /** The same, with the first thing in it that is not as it should be; its offset is one of {@link #octets}. */
    public Layer faulty(WireException first) {
        return new Layer(name, octets, fields, Optional.of(first));
    }

    public String name() {
        return name;
    }

    public Bytes octets() {
        return octets;
    }

    public List<Field> fields() {
        return fields;
    }

    public Optional<WireException> fault() {
        return fault;
    }
}
