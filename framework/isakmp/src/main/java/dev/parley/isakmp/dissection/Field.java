package dev.parley.isakmp.dissection;

import java.util.List;

/**
 * A field as it was read.
 *
 * @param name in the RFC's words
 * @param offset from the first octet of its {@link Layer}
 * @param length in octets
 * @param value a number and what it means, or hexadecimal; empty if {@code parts} say it all
 * @param parts fields within this one
 */
public record Field(String name, int offset, int length, String value, List<Field> parts) {
    public Field {
        parts = List.copyOf(parts);
    }
}
