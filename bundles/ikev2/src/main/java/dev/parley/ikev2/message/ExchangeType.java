package dev.parley.ikev2.message;

/** Exchange types of IKEv2 (RFC 7296 section 3.1 and IANA's registry). */
public final class ExchangeType {
    public static final int IKE_SA_INIT = 34;
    public static final int IKE_AUTH = 35;
    public static final int CREATE_CHILD_SA = 36;
    public static final int INFORMATIONAL = 37;
    public static final int IKE_INTERMEDIATE = 43;
    public static final int IKE_FOLLOWUP_KE = 44;

    private static final Names NAMES = Names.of("""
            34 IKE_SA_INIT
            35 IKE_AUTH
            36 CREATE_CHILD_SA
            37 INFORMATIONAL
            38 IKE_SESSION_RESUME
            39 GSA_AUTH
            40 GSA_REGISTRATION
            41 GSA_REKEY
            42 GSA_INBAND_REKEY
            43 IKE_INTERMEDIATE
            44 IKE_FOLLOWUP_KE""");

    private ExchangeType() {}

    /** IANA's name, or {@code exchange} and the number. */
    public static String name(int exchange) {
        return NAMES.name(exchange, "exchange ");
    }
}
