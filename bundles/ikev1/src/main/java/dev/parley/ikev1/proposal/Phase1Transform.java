package dev.parley.ikev1.proposal;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Attribute;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a transform of phase 1 says (RFC 2409 appendix A).
 *
 * @param keyBits only of ciphers whose keys have several sizes
 * @param group a group by number; one defined by its parameters is not taken
 * @param seconds lifetime, if said
 * @param kilobytes lifetime, if said
 */
record Phase1Transform(
        int encryption,
        OptionalInt keyBits,
        int hash,
        int method,
        int group,
        OptionalLong seconds,
        OptionalLong kilobytes) {
    /** KEY_IKE, the one transform of ISAKMP (RFC 2407 section 4.4.2). */
    static final int KEY_IKE = 1;

    private static final int MAX_DURATION_OCTETS = 8;
    private static final int BASIC = 0x10000;
    private static final int DURATION_OCTETS = 4;

    private static final Set<Integer> DEMANDED = Set.of(
            OakleyAttribute.ENCRYPTION_ALGORITHM,
            OakleyAttribute.HASH_ALGORITHM,
            OakleyAttribute.AUTHENTICATION_METHOD,
            OakleyAttribute.GROUP_DESCRIPTION);

    /**
     * Reads a transform.
     *
     * @throws Refusal it cannot be taken, another of its proposal may be
     */
    static Phase1Transform of(Transform transform) throws Refusal {
        if (transform.id() != KEY_IKE) {
            throw refused(NotifyType.INVALID_TRANSFORM_ID, "transform " + transform.id() + " is not KEY_IKE");
        }
        Map<Integer, Integer> said = new HashMap<>();
        Map<Integer, Long> lifetimes = new HashMap<>();
        List<Attribute> attributes = transform.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            int type = attribute.type();
            if (type == OakleyAttribute.LIFE_TYPE) {
                i++;
                lifetimes.put(small(attribute), duration(attributes, i));
            } else if (DEMANDED.contains(type) || type == OakleyAttribute.KEY_LENGTH) {
                if (said.put(type, small(attribute)) != null) {
                    throw unsupported(OakleyAttribute.name(type) + " comes twice");
                }
            } else {
                throw unsupported(OakleyAttribute.name(type) + " is not supported");
            }
        }
        for (int type : DEMANDED) {
            if (!said.containsKey(type)) {
                throw unsupported("no " + OakleyAttribute.name(type) + " is said (RFC 2409 section 4)");
            }
        }
        Integer bits = said.get(OakleyAttribute.KEY_LENGTH);
        return new Phase1Transform(
                said.get(OakleyAttribute.ENCRYPTION_ALGORITHM),
                bits == null ? OptionalInt.empty() : OptionalInt.of(bits),
                said.get(OakleyAttribute.HASH_ALGORITHM),
                said.get(OakleyAttribute.AUTHENTICATION_METHOD),
                said.get(OakleyAttribute.GROUP_DESCRIPTION),
                found(lifetimes, OakleyAttribute.SECONDS),
                found(lifetimes, OakleyAttribute.KILOBYTES));
    }

    /** As attributes in canonical order and form; {@code number} is the Transform #. */
    Transform transform(int number) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.basic(OakleyAttribute.ENCRYPTION_ALGORITHM, encryption));
        keyBits.ifPresent(bits -> attributes.add(Attribute.basic(OakleyAttribute.KEY_LENGTH, bits)));
        attributes.add(Attribute.basic(OakleyAttribute.HASH_ALGORITHM, hash));
        attributes.add(Attribute.basic(OakleyAttribute.GROUP_DESCRIPTION, group));
        attributes.add(Attribute.basic(OakleyAttribute.AUTHENTICATION_METHOD, method));
        seconds.ifPresent(value -> lifetime(OakleyAttribute.SECONDS, value, attributes));
        kilobytes.ifPresent(value -> lifetime(OakleyAttribute.KILOBYTES, value, attributes));
        return new Transform(number, KEY_IKE, attributes);
    }

    /** Whether both come to the same SA: either side ends one when it likes, so lifetimes may differ. */
    boolean agreesWith(Phase1Transform other) {
        return encryption == other.encryption
                && keyBits.equals(other.keyBits)
                && hash == other.hash
                && method == other.method
                && group == other.group;
    }

    @Override
    public String toString() {
        return OakleyAttribute.cipher(encryption)
                + (keyBits.isPresent() ? "-" + keyBits.getAsInt() : "")
                + ", " + OakleyAttribute.hash(hash)
                + ", group " + group
                + ", " + OakleyAttribute.method(method)
                + (seconds.isPresent() ? ", " + seconds.getAsLong() + " s" : "")
                + (kilobytes.isPresent() ? ", " + kilobytes.getAsLong() + " kB" : "");
    }

    private static void lifetime(int type, long value, List<Attribute> attributes) {
        attributes.add(Attribute.basic(OakleyAttribute.LIFE_TYPE, type));
        attributes.add(
                value < BASIC
                        ? Attribute.basic(OakleyAttribute.LIFE_DURATION, (int) value)
                        : Attribute.variable(OakleyAttribute.LIFE_DURATION, value, DURATION_OCTETS));
    }

    private static long duration(List<Attribute> attributes, int at) throws Refusal {
        if (at == attributes.size() || attributes.get(at).type() != OakleyAttribute.LIFE_DURATION) {
            throw unsupported("Life Type comes without Life Duration behind it");
        }
        int octets = attributes.get(at).value().length();
        if (octets == 0 || octets > MAX_DURATION_OCTETS) {
            throw unsupported("Life Duration has " + octets + " octets");
        }
        return attributes.get(at).number().orElse(Long.MAX_VALUE);
    }

    private static int small(Attribute attribute) throws Refusal {
        OptionalLong number = attribute.number();
        if (number.isEmpty() || number.getAsLong() >= BASIC) {
            throw unsupported(OakleyAttribute.name(attribute.type()) + " has no value of 16 bits");
        }
        return (int) number.getAsLong();
    }

    private static OptionalLong found(Map<Integer, Long> lifetimes, int type) {
        Long value = lifetimes.get(type);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Refusal unsupported(String why) {
        return refused(NotifyType.ATTRIBUTES_NOT_SUPPORTED, why);
    }

    private static Refusal refused(int notifyType, String why) {
        return new Refusal(Blame.NO_AGREEMENT, NotifyType.code(notifyType), why);
    }
}
