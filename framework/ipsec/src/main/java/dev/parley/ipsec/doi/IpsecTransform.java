package dev.parley.ipsec.doi;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.EspKeySizes;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Attribute;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a transform of AH or ESP says, in a policy's words (RFC 2407 sections 4.4.3, 4.4.4 and 4.5).
 *
 * @param protocol {@link ProtocolId#AH} or {@link ProtocolId#ESP}
 * @param encryption the cipher; empty for AH, {@code null} for ESP that only authenticates
 * @param integrity empty beside a cipher that has its own, and for ESP without any
 * @param encapsulation there is no default: empty means that the peer did not say
 * @param group for a key exchange of the SA's own
 * @param seconds lifetime, if said; see {@link #DEFAULT_SECONDS}
 * @param kilobytes lifetime, if said
 */
public record IpsecTransform(
        int protocol,
        Optional<Algorithm> encryption,
        Optional<Algorithm> integrity,
        Optional<Encapsulation> encapsulation,
        OptionalInt group,
        OptionalLong seconds,
        OptionalLong kilobytes) {
    /** Holds where no lifetime is said (RFC 2407 section 4.5). */
    public static final long DEFAULT_SECONDS = 28_800;

    private static final int DURATION_OCTETS = 4;
    private static final long MAX_DURATION = 0xffff_ffffL;

    /**
     * Reads a transform.
     *
     * @throws Refusal ATTRIBUTES-NOT-SUPPORTED, INVALID-TRANSFORM-ID or BAD-PROPOSAL-SYNTAX: it cannot be taken, another of its
     *     proposal may be
     */
    public static IpsecTransform of(int protocol, Transform transform) throws Refusal {
        Values values = Values.of(transform.attributes());
        Optional<Algorithm> integrity = integrity(values);
        if (protocol == ProtocolId.AH) {
            demandMatching(transform.id(), values, integrity);
        }
        return new IpsecTransform(
                protocol,
                protocol == ProtocolId.AH
                        ? Optional.empty()
                        : Optional.of(encryption(protocol, transform.id(), values)),
                integrity,
                encapsulation(values),
                values.small(AttributeType.GROUP_DESCRIPTION),
                values.seconds(),
                values.kilobytes());
    }

    /** As attributes in canonical order and form; {@code number} is the Transform #. */
    public Transform transform(int number) {
        List<Attribute> attributes = new ArrayList<>();
        encryption
                .filter(cipher -> TransformNumbers.hasSizes(cipher.key()))
                .ifPresent(cipher -> cipher.keyBits()
                        .ifPresent(bits -> attributes.add(Attribute.basic(AttributeType.KEY_LENGTH, bits))));
        integrity.ifPresent(algorithm ->
                attributes.add(Attribute.basic(AttributeType.AUTHENTICATION_ALGORITHM, authentication(algorithm))));
        group.ifPresent(value -> attributes.add(Attribute.basic(AttributeType.GROUP_DESCRIPTION, value)));
        encapsulation.ifPresent(
                mode -> attributes.add(Attribute.basic(AttributeType.ENCAPSULATION_MODE, mode.number())));
        seconds.ifPresent(value -> lifetime(AttributeType.SECONDS, value, attributes));
        kilobytes.ifPresent(value -> lifetime(AttributeType.KILOBYTES, value, attributes));
        return new Transform(number, id(), attributes);
    }

    /** Octets of one direction's encryption key, a salt included; 0 for AH. */
    public int encryptionOctets() {
        return encryption
                .map(cipher -> octets(cipher, EspKeySizes.encryption(cipher)))
                .orElse(0);
    }

    /** Octets of one direction's integrity key. */
    public int integrityOctets() {
        return integrity
                .map(algorithm -> octets(algorithm, EspKeySizes.integrity(algorithm)))
                .orElse(0);
    }

    /** How long the SA lives at most, said or not. */
    public long lifetimeSeconds() {
        return seconds.orElse(DEFAULT_SECONDS);
    }

    /** Whether both protect alike: whatever travels round them and however long they live. */
    boolean protectsLike(IpsecTransform other) {
        return protocol == other.protocol
                && encryption.equals(other.encryption)
                && integrity.equals(other.integrity)
                && encapsulation.map(Encapsulation::mode).equals(other.encapsulation.map(Encapsulation::mode))
                && group.equals(other.group);
    }

    @Override
    public String toString() {
        return Stream.of(
                        Optional.of(ProtocolId.name(protocol)),
                        encryption.map(Algorithm::toString),
                        integrity.map(Algorithm::toString),
                        encapsulation.map(mode ->
                                mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')),
                        text(
                                "group ",
                                group.isPresent() ? OptionalLong.of(group.getAsInt()) : OptionalLong.empty(),
                                ""),
                        text("", seconds, " s"),
                        text("", kilobytes, " kB"))
                .flatMap(Optional::stream)
                .collect(java.util.stream.Collectors.joining(" "));
    }

    private static Optional<String> text(String before, OptionalLong value, String after) {
        return value.isPresent() ? Optional.of(before + value.getAsLong() + after) : Optional.empty();
    }

    private int id() {
        OptionalInt id = encryption.isPresent()
                ? TransformNumbers.esp(encryption.get())
                : TransformNumbers.ah(authentication(integrity.orElseThrow()));
        return id.orElseThrow(() -> new IllegalArgumentException("no transform identifier is assigned to " + this));
    }

    private static int authentication(Algorithm algorithm) {
        return TransformNumbers.authentication(algorithm)
                .orElseThrow(() -> new IllegalArgumentException("no number is assigned to " + algorithm));
    }

    private static int octets(Algorithm algorithm, Optional<Integer> size) {
        return size.orElseThrow(
                () -> new IllegalArgumentException("how long a key of " + algorithm + " is is not known"));
    }

    private static void lifetime(int lifeType, long value, List<Attribute> attributes) {
        attributes.add(Attribute.basic(AttributeType.SA_LIFE_TYPE, lifeType));
        attributes.add(Attribute.variable(
                AttributeType.SA_LIFE_DURATION, value, value > MAX_DURATION ? Long.BYTES : DURATION_OCTETS));
    }

    private static Algorithm encryption(int protocol, int id, Values values) throws Refusal {
        if (protocol != ProtocolId.ESP) {
            throw refusal(NotifyType.INVALID_PROTOCOL_ID, ProtocolId.name(protocol) + " is neither AH nor ESP");
        }
        String cipher = TransformNumbers.cipher(id)
                .orElseThrow(() -> refusal(NotifyType.INVALID_TRANSFORM_ID, "ESP transform " + id + " is not known"));
        OptionalInt bits = values.small(AttributeType.KEY_LENGTH);
        if (bits.isPresent() != TransformNumbers.hasSizes(cipher)) {
            throw refusal(
                    NotifyType.ATTRIBUTES_NOT_SUPPORTED,
                    cipher + (bits.isPresent() ? " has keys of one size, yet" : " has keys of several sizes, and no")
                            + " Key Length is said (RFC 2407 section 4.5)");
        }
        if (cipher.equals("null")
                && values.small(AttributeType.AUTHENTICATION_ALGORITHM).isEmpty()) {
            throw refusal(
                    NotifyType.BAD_PROPOSAL_SYNTAX,
                    "ESP_NULL without Authentication Algorithm protects nothing (RFC 2407 section 4.5)");
        }
        return new Algorithm(cipher, bits, OptionalInt.empty());
    }

    private static Optional<Algorithm> integrity(Values values) throws Refusal {
        OptionalInt number = values.small(AttributeType.AUTHENTICATION_ALGORITHM);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        String name = TransformNumbers.authentication(number.getAsInt())
                .orElseThrow(() -> refusal(
                        NotifyType.ATTRIBUTES_NOT_SUPPORTED,
                        "Authentication Algorithm " + number.getAsInt() + " is not known"));
        return Optional.of(Algorithm.parse(name));
    }

    private static Optional<Encapsulation> encapsulation(Values values) throws Refusal {
        OptionalInt number = values.small(AttributeType.ENCAPSULATION_MODE);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Optional<Encapsulation> known = Encapsulation.of(number.getAsInt());
        if (known.isEmpty()) {
            throw refusal(
                    NotifyType.ATTRIBUTES_NOT_SUPPORTED, "Encapsulation Mode " + number.getAsInt() + " is not known");
        }
        return known;
    }

    private static void demandMatching(int id, Values values, Optional<Algorithm> integrity) throws Refusal {
        OptionalInt number = values.small(AttributeType.AUTHENTICATION_ALGORITHM);
        if (integrity.isEmpty() || !TransformNumbers.ah(number.getAsInt()).equals(OptionalInt.of(id))) {
            throw refusal(
                    NotifyType.BAD_PROPOSAL_SYNTAX,
                    "AH transform " + id + " needs the Authentication Algorithm that goes with it, not "
                            + integrity.map(Algorithm::toString).orElse("none") + " (RFC 2407 section 4.4.3)");
        }
    }

    static Refusal refusal(int notifyType, String why) {
        return new Refusal(Blame.NO_AGREEMENT, NotifyType.code(notifyType), why);
    }
}
