package dev.parley.isakmp.doi;

import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
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
    /** The number in the DOI fields, 0 to 2^32-1. */
    long number();

    /**
     * Reads a situation and leaves what follows it. One that cannot be protected is {@link Situation#unsupported}; if not even
     * its length is known it holds everything that is left.
     *
     * @throws WireException it is cut short, or a length in it lies
     */
    Situation situation(WireReader in) throws WireException;

    /** Octets of an SPI of {@code protocol}; empty if the protocol is unknown or its SPI means nothing. */
    OptionalInt spiOctets(int protocol);

    /**
     * Whether one who would take {@code acceptable} can take {@code offered}, which the answer then repeats unmodified: what
     * each attribute means, whatever its place and form, and which attributes may differ.
     */
    boolean accepts(int protocol, Transform acceptable, Transform offered);

    /** Whether {@code answered} says what was {@code offered}: attributes may have changed places and forms, nothing else. */
    default boolean unmodified(int protocol, Transform offered, Transform answered) {
        return offered.means(answered);
    }

    /**
     * Octets of key material that an SA of this proposal's one transform needs in each direction.
     *
     * @throws IllegalArgumentException the transform is none that {@link #accepts} would ever have taken
     */
    int keymatOctets(Proposal chosen);

    /** A protocol's name, for example {@code ESP}, or its number in words. */
    String protocolName(int protocol);

    /** A transform's name, or its number in words. */
    String transformName(int protocol, int id);

    /** An attribute's name, or its number in words. */
    String attributeName(int protocol, int type);

    /** An identification type's name, or its number in words. */
    String idTypeName(int type);

    /** A notify message type's name, the general ones too. */
    String notifyTypeName(int type);
}
