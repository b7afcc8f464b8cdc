package dev.parley.ikev1.proposal;

import dev.parley.isakmp.conversation.Names;
import dev.parley.isakmp.conversation.NumberSpace;

/** Attributes of a phase 1 transform and the registries of their values (RFC 2409 appendix A). */
public final class OakleyAttribute {
    public static final int ENCRYPTION_ALGORITHM = 1;
    public static final int HASH_ALGORITHM = 2;
    public static final int AUTHENTICATION_METHOD = 3;
    public static final int GROUP_DESCRIPTION = 4;
    public static final int LIFE_TYPE = 11;
    public static final int LIFE_DURATION = 12;
    public static final int KEY_LENGTH = 14;

    /** Values of {@link #LIFE_TYPE}. */
    public static final int SECONDS = 1;

    public static final int KILOBYTES = 2;

    /** Where ciphers, hashes and groups have their numbers. */
    public static final NumberSpace ENCRYPTION = new NumberSpace("ike.encryption");

    public static final NumberSpace HASH = new NumberSpace("ike.hash");
    public static final NumberSpace GROUP = new NumberSpace("ike.group");

    private static final Names NAMES = Names.of("""
            1 Encryption Algorithm
            2 Hash Algorithm
            3 Authentication Method
            4 Group Description
            5 Group Type
            6 Group Prime/Irreducible Polynomial
            7 Group Generator One
            8 Group Generator Two
            9 Group Curve A
            10 Group Curve B
            11 Life Type
            12 Life Duration
            13 PRF
            14 Key Length
            15 Field Size
            16 Group Order""");

    private static final Names CIPHERS = Names.of("""
            1 DES-CBC
            2 IDEA-CBC
            3 Blowfish-CBC
            4 RC5-R16-B64-CBC
            5 3DES-CBC
            6 CAST-CBC
            7 AES-CBC
            8 CAMELLIA-CBC""");

    private static final Names HASHES = Names.of("""
            1 MD5
            2 SHA
            3 Tiger
            4 SHA2-256
            5 SHA2-384
            6 SHA2-512""");

    private static final Names METHODS = Names.of("""
            1 pre-shared key
            2 DSS signatures
            3 RSA signatures
            4 encryption with RSA
            5 revised encryption with RSA
            9 ECDSA with SHA-256 on the P-256 curve
            10 ECDSA with SHA-384 on the P-384 curve
            11 ECDSA with SHA-512 on the P-521 curve
            65001 XAUTH with a pre-shared key, asked by the responder
            65005 XAUTH with RSA signatures, asked by the responder""");

    private OakleyAttribute() {}

    public static String name(int type) {
        return NAMES.name(type, "attribute ");
    }

    static String cipher(int number) {
        return CIPHERS.name(number, "cipher ");
    }

    static String hash(int number) {
        return HASHES.name(number, "hash ");
    }

    static String method(int number) {
        return METHODS.name(number, "authentication method ");
    }
}
