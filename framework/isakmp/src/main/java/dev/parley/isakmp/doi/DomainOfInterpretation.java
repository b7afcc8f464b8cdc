package dev.parley.isakmp.doi;

import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A Domain of Interpretation (RFC 2408 sections 2.1 and appendix B): what situations, protocols, transforms and attributes mean.
 * Immutable; asked by several lanes at once.
 */
@ConsumerType
@ExtensionPoint("domain-of-interpretation")
public interface DomainOfInterpretation extends Extension {
    /** The number of ISAKMP itself among the protocols of every DOI, by which its own SA is negotiated (RFC 2408 appendix A.3). */
    int ISAKMP = 1;

    /** The number in the DOI fields, 0 to 2^32-1. */
    long number();

    /**
     * Reads a situation and leaves what follows it. One that cannot be protected is {@link Situation#unsupported}; if not even
     * its length is known it holds everything that is left. A DOI that knows no situations has one of no octets.
     *
     * @throws WireException it is cut short, or a length in it lies
     */
    default Situation situation(WireReader in) throws WireException {
        return Situation.supported(Bytes.EMPTY);
    }

    /** Octets of an SPI of {@code protocol}; empty if the protocol is unknown or its SPI means nothing. */
    default OptionalInt spiOctets(int protocol) {
        return OptionalInt.empty();
    }

    /**
     * Whether one who would take {@code acceptable} can take {@code offered}, which the answer then repeats unmodified: what
     * each attribute means, whatever its place and form, and which attributes may differ.
     */
    default boolean accepts(int protocol, Transform acceptable, Transform offered) {
        return acceptable.means(offered);
    }

    /** Whether {@code answered} says what was {@code offered}: attributes may have changed places and forms, nothing else. */
    default boolean unmodified(int protocol, Transform offered, Transform answered) {
        return offered.means(answered);
    }

    /**
     * Octets of key material that an SA of this proposal's one transform needs in each direction; 0 in a DOI that makes none.
     *
     * @throws IllegalArgumentException the transform is none that {@link #accepts} would ever have taken
     */
    default int keymatOctets(Proposal chosen) {
        return 0;
    }

    /** A protocol's name, for example {@code ESP}, or its number in words. */
    default String protocolName(int protocol) {
        return protocol == ISAKMP ? "ISAKMP" : "protocol " + protocol;
    }

    /** A transform's name, or its number in words. */
    default String transformName(int protocol, int id) {
        return "transform " + id;
    }

    /** An attribute's name, or its number in words. */
    default String attributeName(int protocol, int type) {
        return "attribute " + type;
    }

    /** An identification type's name, or its number in words. */
    default String idTypeName(int type) {
        return "ID type " + type;
    }

    /** A notify message type's name, the general ones too. */
    default String notifyTypeName(int type) {
        return NotifyType.name(type);
    }

    /** Whether {@code type} is a notify message type of this DOI, a general or a private one (RFC 2408 section 3.14.1). */
    default boolean knowsNotifyType(int type) {
        return NotifyType.isKnown(type);
    }
}
