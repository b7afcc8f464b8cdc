package dev.parley.kink.kerberos;

import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** Builds one Kerberos SEQUENCE, field by field in the order of their tags (RFC 4120 appendix A). */
final class Der {
    /** KRB_NT_SRV_HST, a service on a host (RFC 4120 section 6.2). */
    private static final int SERVICE_ON_HOST = 3;

    private final ASN1EncodableVector fields = new ASN1EncodableVector();

    Der number(int tag, long value) {
        return add(tag, new ASN1Integer(value));
    }

    Der octets(int tag, Bytes octets) {
        return add(tag, new DEROctetString(octets.toArray()));
    }

    Der text(int tag, String text) {
        return add(tag, general(text));
    }

    Der flags(int tag, int flags) {
        return add(tag, new DERBitString(ByteBuffer.allocate(4).putInt(flags).array()));
    }

    Der time(int tag, Stamp stamp) {
        return add(tag, new ASN1GeneralizedTime(stamp.text()));
    }

    Der name(int tag, Principal principal) {
        ASN1EncodableVector components = new ASN1EncodableVector();
        principal.components().forEach(component -> components.add(general(component)));
        return add(
                tag,
                new Der()
                        .number(0, SERVICE_ON_HOST)
                        .add(1, new DERSequence(components))
                        .sequence());
    }

    Der fields(int tag, Der inner) {
        return add(tag, inner.sequence());
    }

    /** DER that came from elsewhere, such as a ticket. */
    Der raw(int tag, Bytes der) {
        try {
            return add(tag, ASN1Primitive.fromByteArray(der.toArray()));
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not DER: " + der, malformed);
        }
    }

    private Der add(int tag, ASN1Encodable value) {
        fields.add(new DERTaggedObject(true, tag, value));
        return this;
    }

    private DERSequence sequence() {
        return new DERSequence(fields);
    }

    private static DERGeneralString general(String text) {
        return new DERGeneralString(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** The whole, under {@code [APPLICATION tag]}. */
    Bytes application(int tag) {
        try {
            return Bytes.copyOf(
                    new DERTaggedObject(true, BERTags.APPLICATION, tag, sequence()).getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException("encoding into memory", impossible);
        }
    }
}
