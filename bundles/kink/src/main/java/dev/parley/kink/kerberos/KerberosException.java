package dev.parley.kink.kerberos;

/** Kerberos says no, with the error code that a KRB-ERROR carries (RFC 4120 section 7.5.9). */
public final class KerberosException extends Exception {
    private final int code;

    public KerberosException(int code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
