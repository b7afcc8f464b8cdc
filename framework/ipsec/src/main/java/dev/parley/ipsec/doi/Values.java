package dev.parley.ipsec.doi;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Attribute;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An attribute list as values. Attributes may come in any order and more than once if they do not contradict each other (RFC 2407
 * section 4.5.2); a duration stands behind the type that gives its unit.
 */
record Values(Map<Integer, Long> said, OptionalLong seconds, OptionalLong kilobytes) {
    private static final Set<Integer> UNDERSTOOD = Set.of(
            AttributeType.GROUP_DESCRIPTION,
            AttributeType.ENCAPSULATION_MODE,
            AttributeType.AUTHENTICATION_ALGORITHM,
            AttributeType.KEY_LENGTH);

    /** Durations have up to this many octets; longer ones are no number that anybody means. */
    private static final int MAX_DURATION_OCTETS = 8;

    static Values of(List<Attribute> attributes) throws Refusal {
        Map<Integer, Long> said = new HashMap<>();
        Map<Integer, Long> lifetimes = new HashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            if (attribute.type() == AttributeType.SA_LIFE_TYPE) {
                i++;
                put(lifetimes, lifeType(attribute), duration(attributes, i), "SA Life Duration");
            } else if (UNDERSTOOD.contains(attribute.type())) {
                put(said, attribute.type(), small(attribute), AttributeType.name(attribute.type()));
            } else {
                throw refused(
                        attribute.type() == AttributeType.SA_LIFE_DURATION
                                ? "SA Life Duration comes without SA Life Type in front (RFC 2407 section 4.5)"
                                : AttributeType.name(attribute.type()) + " is not supported");
            }
        }
        return new Values(
                Map.copyOf(said), found(lifetimes, AttributeType.SECONDS), found(lifetimes, AttributeType.KILOBYTES));
    }

    OptionalInt small(int type) {
        Long value = said.get(type);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    private static int lifeType(Attribute attribute) throws Refusal {
        long type = small(attribute);
        if (type != AttributeType.SECONDS && type != AttributeType.KILOBYTES) {
            throw refused("SA Life Type " + type + " is not known");
        }
        return (int) type;
    }

    private static long duration(List<Attribute> attributes, int at) throws Refusal {
        if (at == attributes.size() || attributes.get(at).type() != AttributeType.SA_LIFE_DURATION) {
            throw refused("SA Life Type comes without SA Life Duration behind it (RFC 2407 section 4.5)");
        }
        Bytes value = attributes.get(at).value();
        if (value.isEmpty() || value.length() > MAX_DURATION_OCTETS) {
            throw refused("SA Life Duration has " + value.length() + " octets");
        }
        return attributes.get(at).number().orElse(Long.MAX_VALUE);
    }

    /** A basic attribute's value; written in the variable form, which it must not be, it is understood all the same. */
    private static long small(Attribute attribute) throws Refusal {
        OptionalLong number = attribute.number();
        if (number.isEmpty() || number.getAsLong() >>> 16 != 0) {
            throw refused(AttributeType.name(attribute.type()) + " has no value of 16 bits");
        }
        return number.getAsLong();
    }

    private static void put(Map<Integer, Long> values, int key, long value, String name) throws Refusal {
        Long before = values.putIfAbsent(key, value);
        if (before != null && before != value) {
            throw refused(name + " says " + before + " and " + value + " at once (RFC 2407 section 4.5.2)");
        }
    }

    private static OptionalLong found(Map<Integer, Long> lifetimes, int type) {
        Long value = lifetimes.get(type);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Refusal refused(String why) {
        return IpsecTransform.refusal(NotifyType.ATTRIBUTES_NOT_SUPPORTED, why);
    }
}
