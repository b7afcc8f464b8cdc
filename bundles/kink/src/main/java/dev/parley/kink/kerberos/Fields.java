package dev.parley.kink.kerberos;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralString;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;

/**
 * The fields of one Kerberos SEQUENCE by their context tag (RFC 4120 appendix A). Whatever the ASN.1 library throws at octets
 * it did not expect becomes a {@link WireException} that names the field.
 */
final class Fields {
    /** No Kerberos message of one datagram is longer; keeps a parser from work that nothing could have sent. */
    private static final int MAX_OCTETS = 65_535;

    private final String name;
    private final Map<Integer, ASN1Encodable> byTag;

    private Fields(String name, Map<Integer, ASN1Encodable> byTag) {
        this.name = name;
        this.byTag = byTag;
    }

    /** The fields of {@code [APPLICATION tag] SEQUENCE}, which must be the whole of {@code der}. */
    static Fields application(int tag, String name, Bytes der) throws WireException {
        if (der.length() > MAX_OCTETS) {
            throw new WireException(name, 0, der.length() + " octets are more than a datagram holds");
        }
        return guarded(name, () -> sequence(name, application(tag, name, ASN1Primitive.fromByteArray(der.toArray()))));
    }

    private static ASN1Encodable application(int tag, String name, ASN1Encodable object) throws WireException {
        if (object instanceof ASN1TaggedObject tagged && tagged.hasTag(BERTags.APPLICATION, tag)) {
            return tagged.getExplicitBaseObject();
        }
        throw new WireException(name, 0, "is not [APPLICATION " + tag + "]");
    }

    private static Fields sequence(String name, ASN1Encodable object) throws WireException {
        Map<Integer, ASN1Encodable> byTag = new HashMap<>();
        for (ASN1Encodable element : ASN1Sequence.getInstance(object)) {
            ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(element, BERTags.CONTEXT_SPECIFIC);
            if (byTag.put(tagged.getTagNo(), tagged.getExplicitBaseObject()) != null) {
                throw new WireException(name, 0, "holds [" + tagged.getTagNo() + "] twice");
            }
        }
        return new Fields(name, byTag);
    }

    boolean has(int tag) {
        return byTag.containsKey(tag);
    }

    /** A number that must fit {@code int}. */
    int number(int tag, String field) throws WireException {
        return guarded(
                label(field),
                () -> ASN1Integer.getInstance(required(tag, field)).intValueExact());
    }

    /** A UInt32, of which Windows and Heimdal send some as negative numbers. */
    long unsigned(int tag, String field) throws WireException {
        return guarded(label(field), () -> {
            BigInteger value = ASN1Integer.getInstance(required(tag, field)).getValue();
            if (value.bitLength() > 32) {
                throw new WireException(label(field), 0, "does not fit 32 bits");
            }
            return value.longValue() & 0xffff_ffffL;
        });
    }

    Bytes octets(int tag, String field) throws WireException {
        return guarded(
                label(field),
                () -> Bytes.copyOf(
                        ASN1OctetString.getInstance(required(tag, field)).getOctets()));
    }

    String text(int tag, String field) throws WireException {
        return guarded(label(field), () -> text(required(tag, field)));
    }

    /** The library reads an octet a character; deployed names are UTF-8. */
    private static String text(ASN1Encodable object) {
        byte[] octets = ASN1GeneralString.getInstance(object).getString().getBytes(StandardCharsets.ISO_8859_1);
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** The first 32 flags of a KerberosFlags, most significant bit is flag 0. */
    int flags(int tag, String field) throws WireException {
        return guarded(label(field), () -> {
            byte[] octets = ASN1BitString.getInstance(required(tag, field)).getOctets();
            int flags = 0;
            for (int i = 0; i < 4; i++) {
                flags = flags << 8 | (i < octets.length ? octets[i] & 0xff : 0);
            }
            return flags;
        });
    }

    /** POSIX seconds of a KerberosTime. */
    long time(int tag, String field) throws WireException {
        return guarded(
                label(field),
                () -> ASN1GeneralizedTime.getInstance(required(tag, field))
                                .getDate()
                                .getTime()
                        / 1000);
    }

    /** The structure in field {@code tag}. */
    Fields fields(int tag, String field) throws WireException {
        return guarded(label(field), () -> sequence(label(field), required(tag, field)));
    }

    /** The structure {@code [APPLICATION application]} in field {@code tag}. */
    Fields fields(int tag, String field, int application) throws WireException {
        return guarded(
                label(field),
                () -> sequence(label(field), application(application, label(field), required(tag, field))));
    }

    /** The octets of field {@code tag} as DER, its own tag included. */
    Bytes der(int tag, String field) throws WireException {
        return guarded(
                label(field),
                () -> Bytes.copyOf(required(tag, field).toASN1Primitive().getEncoded(ASN1Encoding.DER)));
    }

    /** The PrincipalName in {@code nameTag} within the Realm in {@code realmTag}. */
    Principal principal(int realmTag, int nameTag, String field) throws WireException {
        String realm = text(realmTag, field + " realm");
        Fields principalName = fields(nameTag, field);
        List<String> components = principalName.texts(1, "name-string");
        return guarded(label(field), () -> new Principal(components, realm));
    }

    private List<String> texts(int tag, String field) throws WireException {
        return guarded(label(field), () -> {
            List<String> texts = new ArrayList<>();
            for (ASN1Encodable element : ASN1Sequence.getInstance(required(tag, field))) {
                texts.add(text(element));
            }
            return texts;
        });
    }

    Optional<Stamp> stamp(int timeTag, int microsTag, String field) throws WireException {
        if (!has(timeTag) || !has(microsTag)) {
            return Optional.empty();
        }
        long seconds = time(timeTag, field);
        int micros = number(microsTag, field + " microseconds");
        return Optional.of(guarded(label(field), () -> new Stamp(seconds, micros)));
    }

    private ASN1Encodable required(int tag, String field) throws WireException {
        ASN1Encodable object = byTag.get(tag);
        if (object == null) {
            throw new WireException(label(field), 0, "is missing");
        }
        return object;
    }

    private String label(String field) {
        return name + " " + field;
    }

    private interface Reading<T> {
        T read() throws WireException, IOException, ParseException;
    }

    private static <T> T guarded(String field, Reading<T> reading) throws WireException {
        try {
            return reading.read();
        } catch (IOException | ParseException | RuntimeException malformed) {
            throw new WireException(field, 0, "is not the ASN.1 that RFC 4120 asks for");
        }
    }
}
