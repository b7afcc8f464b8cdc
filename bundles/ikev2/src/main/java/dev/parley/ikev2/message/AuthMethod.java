package dev.parley.ikev2.message;

/** Authentication methods (RFC 7296 section 3.8 and IANA's registry). */
public final class AuthMethod {
    public static final int RSA_DIGITAL_SIGNATURE = 1;
    public static final int SHARED_KEY_MESSAGE_INTEGRITY_CODE = 2;
    public static final int DSS_DIGITAL_SIGNATURE = 3;

    private static final Names NAMES = Names.of("""
            1 RSA Digital Signature
            2 Shared Key Message Integrity Code
            3 DSS Digital Signature
            9 ECDSA with SHA-256 on the P-256 curve
            10 ECDSA with SHA-384 on the P-384 curve
            11 ECDSA with SHA-512 on the P-521 curve
            12 Generic Secure Password Authentication Method
            13 NULL Authentication
            14 Digital Signature""");

    private AuthMethod() {}

    /** IANA's name, or {@code authentication method} and the number. */
    public static String name(int method) {
        return NAMES.name(method, "authentication method ");
    }
}
