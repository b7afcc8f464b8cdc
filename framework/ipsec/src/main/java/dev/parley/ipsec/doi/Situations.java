package dev.parley.ipsec.doi;

import dev.parley.isakmp.doi.Situation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;

/**
 * The situation of the IPsec DOI (RFC 2407 sections 4.2 and 4.6.1): a bitmap, and with SIT_SECRECY or SIT_INTEGRITY the labels that
 * it asks for, which are read over and cannot be protected here.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !                       Situation (bitmap)                      !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !                    Labeled Domain Identifier                  !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * !  Length (octets or bits)      !           RESERVED            !
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~     Level (octets), then the same for Category (bits);        ~
 * ~     for secrecy first, then for integrity                     ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Situations {
    public static final int IDENTITY_ONLY = 1;
    public static final int SECRECY = 2;
    public static final int INTEGRITY = 4;

    private static final int LABELLED = SECRECY | INTEGRITY;

    private Situations() {}

    /** The situation that everybody must support, and the only one supported here. */
    public static Situation identityOnly() {
        return Situation.supported(Bytes.unsigned(IDENTITY_ONLY, Integer.BYTES));
    }

    static Situation read(WireReader in) throws WireException {
        Bytes bitmap = in.bytes("Situation", Integer.BYTES);
        long bits = bitmap.number(0, Integer.BYTES);
        if (bits == IDENTITY_ONLY) {
            return Situation.supported(bitmap);
        }
        if ((bits & ~(IDENTITY_ONLY | LABELLED)) != 0 || (bits & LABELLED) == 0) {
            return Situation.unsupported(Bytes.concat(bitmap, in.rest()));
        }
        Bytes labels = in.bytes("Labeled Domain Identifier", Integer.BYTES);
        if ((bits & SECRECY) != 0) {
            labels = Bytes.concat(labels, label(in, "Secrecy"));
        }
        if ((bits & INTEGRITY) != 0) {
            labels = Bytes.concat(labels, label(in, "Integrity"));
        }
        return Situation.unsupported(Bytes.concat(bitmap, labels));
    }

    private static Bytes label(WireReader in, String kind) throws WireException {
        Bytes level = field(in, kind + " Length", 1);
        return Bytes.concat(level, field(in, kind + " Category Length", Byte.SIZE));
    }

    /** A length in units of which {@code perOctet} make an octet, and that much, padded to four octets. */
    private static Bytes field(WireReader in, String name, int perOctet) throws WireException {
        Bytes head = in.bytes(name, Integer.BYTES);
        int octets = (int) (head.number(0, Short.BYTES) + perOctet - 1) / perOctet;
        int padding = Math.floorMod(-octets, Integer.BYTES);
        return Bytes.concat(head, in.bytes(name, octets + padding));
    }
}
