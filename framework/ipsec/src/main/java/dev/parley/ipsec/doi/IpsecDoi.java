package dev.parley.ipsec.doi;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Situation;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.OptionalInt;

/** The IPsec Domain of Interpretation (RFC 2407). */
public final class IpsecDoi implements DomainOfInterpretation {
    public static final long NUMBER = 1;

    /** Octets of an SPI of AH and ESP (RFC 4301 section 4.1). */
    public static final int SPI_OCTETS = 4;

    @Override
    public String key() {
        return "ipsec";
    }

    @Override
    public long number() {
        return NUMBER;
    }

    @Override
    public Situation situation(WireReader in) throws WireException {
        return Situations.read(in);
    }

    @Override
    public OptionalInt spiOctets(int protocol) {
        return protocol == ProtocolId.AH || protocol == ProtocolId.ESP
                ? OptionalInt.of(SPI_OCTETS)
                : OptionalInt.empty();
    }

    /**
     * For AH and ESP. A lifetime may differ, since either side ends an SA when it likes; a UDP-encapsulated mode is taken for its
     * plain one and the other way round, since what detects a NAT is not authenticated (RFC 3947 section 5.1).
     */
    @Override
    public boolean accepts(int protocol, Transform acceptable, Transform offered) {
        try {
            return IpsecTransform.of(protocol, acceptable).protectsLike(IpsecTransform.of(protocol, offered));
        } catch (Refusal notUnderstood) {
            return false;
        }
    }

    @Override
    public boolean unmodified(int protocol, Transform offered, Transform answered) {
        try {
            return IpsecTransform.of(protocol, offered).equals(IpsecTransform.of(protocol, answered));
        } catch (Refusal notUnderstood) {
            return DomainOfInterpretation.super.unmodified(protocol, offered, answered);
        }
    }

    @Override
    public int keymatOctets(Proposal chosen) {
        try {
            IpsecTransform transform =
                    IpsecTransform.of(chosen.protocol(), chosen.transforms().get(0));
            return transform.encryptionOctets() + transform.integrityOctets();
        } catch (Refusal notAcceptable) {
            throw new IllegalArgumentException(notAcceptable.getMessage(), notAcceptable);
        }
    }

    @Override
    public String protocolName(int protocol) {
        return ProtocolId.name(protocol);
    }

    @Override
    public String transformName(int protocol, int id) {
        return TransformNumbers.name(protocol, id);
    }

    @Override
    public String attributeName(int protocol, int type) {
        return protocol == ProtocolId.ISAKMP ? "attribute " + type : AttributeType.name(type);
    }

    @Override
    public String idTypeName(int type) {
        return IdType.name(type);
    }

    @Override
    public String notifyTypeName(int type) {
        return IpsecNotify.name(type);
    }

    @Override
    public boolean knowsNotifyType(int type) {
        return IpsecNotify.isOwn(type) || DomainOfInterpretation.super.knowsNotifyType(type);
    }
}
