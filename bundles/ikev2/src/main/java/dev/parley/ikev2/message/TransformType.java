package dev.parley.ikev2.message;

import dev.parley.isakmp.conversation.NumberSpace;
import java.util.Map;
import java.util.Optional;

/** Transform types, and the names of the transforms of each (RFC 7296 section 3.3.2 and IANA's registry). */
public final class TransformType {
    public static final int ENCR = 1;
    public static final int PRF = 2;
    public static final int INTEG = 3;
    public static final int KE = 4;
    public static final int SN = 5;

    /** The Transform ID that says that nothing of its type is used (section 3.3.2). */
    public static final int NONE = 0;

    /** Transform ID of type SN: sequence numbers of 32 bits, all of them sent. */
    public static final int SN_32_BIT = 0;

    /** Transform ID of type SN: extended sequence numbers. */
    public static final int SN_64_BIT = 1;

    public static final NumberSpace ENCR_SPACE = new NumberSpace("ikev2.encryption");
    public static final NumberSpace PRF_SPACE = new NumberSpace("ikev2.prf");
    public static final NumberSpace INTEG_SPACE = new NumberSpace("ikev2.integrity");
    public static final NumberSpace KE_SPACE = new NumberSpace("ikev2.key-exchange");

    private static final Map<Integer, NumberSpace> SPACES =
            Map.of(ENCR, ENCR_SPACE, PRF, PRF_SPACE, INTEG, INTEG_SPACE, KE, KE_SPACE);

    private static final Names TYPES = Names.of("""
            1 ENCR
            2 PRF
            3 INTEG
            4 KE
            5 SN
            6 ADDKE1
            7 ADDKE2
            8 ADDKE3
            9 ADDKE4
            10 ADDKE5
            11 ADDKE6
            12 ADDKE7
            13 KWA
            14 GCAUTH""");

    private static final Names ENCRYPTION = Names.of("""
            1 ENCR_DES_IV64
            2 ENCR_DES
            3 ENCR_3DES
            4 ENCR_RC5
            5 ENCR_IDEA
            6 ENCR_CAST
            7 ENCR_BLOWFISH
            8 ENCR_3IDEA
            9 ENCR_DES_IV32
            11 ENCR_NULL
            12 ENCR_AES_CBC
            13 ENCR_AES_CTR
            14 ENCR_AES_CCM_8
            15 ENCR_AES_CCM_12
            16 ENCR_AES_CCM_16
            18 ENCR_AES_GCM_8
            19 ENCR_AES_GCM_12
            20 ENCR_AES_GCM_16
            21 ENCR_NULL_AUTH_AES_GMAC
            23 ENCR_CAMELLIA_CBC
            24 ENCR_CAMELLIA_CTR
            25 ENCR_CAMELLIA_CCM_8
            26 ENCR_CAMELLIA_CCM_12
            27 ENCR_CAMELLIA_CCM_16
            28 ENCR_CHACHA20_POLY1305
            29 ENCR_AES_CCM_8_IIV
            30 ENCR_AES_GCM_16_IIV
            31 ENCR_CHACHA20_POLY1305_IIV
            32 ENCR_KUZNYECHIK_MGM_KTREE
            33 ENCR_MAGMA_MGM_KTREE
            34 ENCR_KUZNYECHIK_MGM_MAC_KTREE
            35 ENCR_MAGMA_MGM_MAC_KTREE""");

    private static final Names PSEUDORANDOM_FUNCTION = Names.of("""
            1 PRF_HMAC_MD5
            2 PRF_HMAC_SHA1
            3 PRF_HMAC_TIGER
            4 PRF_AES128_XCBC
            5 PRF_HMAC_SHA2_256
            6 PRF_HMAC_SHA2_384
            7 PRF_HMAC_SHA2_512
            8 PRF_AES128_CMAC
            9 PRF_HMAC_STREEBOG_512""");

    private static final Names INTEGRITY = Names.of("""
            0 NONE
            1 AUTH_HMAC_MD5_96
            2 AUTH_HMAC_SHA1_96
            3 AUTH_DES_MAC
            4 AUTH_KPDK_MD5
            5 AUTH_AES_XCBC_96
            8 AUTH_AES_CMAC_96
            9 AUTH_AES_128_GMAC
            10 AUTH_AES_192_GMAC
            11 AUTH_AES_256_GMAC
            12 AUTH_HMAC_SHA2_256_128
            13 AUTH_HMAC_SHA2_384_192
            14 AUTH_HMAC_SHA2_512_256""");

    private static final Names KEY_EXCHANGE = Names.of("""
            0 NONE
            1 768-bit MODP Group
            2 1024-bit MODP Group
            5 1536-bit MODP Group
            14 2048-bit MODP Group
            15 3072-bit MODP Group
            16 4096-bit MODP Group
            17 6144-bit MODP Group
            18 8192-bit MODP Group
            19 256-bit random ECP group
            20 384-bit random ECP group
            21 521-bit random ECP group
            22 1024-bit MODP Group with 160-bit Prime Order Subgroup
            23 2048-bit MODP Group with 224-bit Prime Order Subgroup
            24 2048-bit MODP Group with 256-bit Prime Order Subgroup
            25 192-bit Random ECP Group
            26 224-bit Random ECP Group
            27 brainpoolP224r1
            28 brainpoolP256r1
            29 brainpoolP384r1
            30 brainpoolP512r1
            31 Curve25519
            32 Curve448
            33 GOST3410_2012_256
            34 GOST3410_2012_512
            35 ml-kem-512
            36 ml-kem-768
            37 ml-kem-1024""");

    private static final Names SEQUENCE_NUMBERS = Names.of("""
            0 32-bit Sequential Numbers
            1 Partially Transmitted 64-bit Sequential Numbers
            2 32-bit Unspecified Numbers""");

    private static final Map<Integer, Names> TRANSFORMS = Map.of(
            ENCR, ENCRYPTION, PRF, PSEUDORANDOM_FUNCTION, INTEG, INTEGRITY, KE, KEY_EXCHANGE, SN, SEQUENCE_NUMBERS);

    private TransformType() {}

    /** IANA's short name of a type, or {@code transform type} and the number. */
    public static String name(int type) {
        return TYPES.name(type, "transform type ");
    }

    /** The number space that algorithms of a type are registered in; empty for a type without algorithms. */
    public static Optional<NumberSpace> space(int type) {
        return Optional.ofNullable(SPACES.get(type));
    }

    /** IANA's name of a transform, or its type's name and the number. */
    public static String transformName(int type, int id) {
        String prefix = name(type) + " ";
        return TRANSFORMS.containsKey(type) ? TRANSFORMS.get(type).name(id, prefix) : prefix + id;
    }
}
