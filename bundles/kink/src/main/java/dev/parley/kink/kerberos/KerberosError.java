package dev.parley.kink.kerberos;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.Map;
import java.util.Optional;

/**
 * KRB-ERROR (RFC 4120 section 5.9.1), with the codes of section 7.5.9 that an AP exchange meets.
 *
 * @param clientStamp the time of the authenticator it answers, if told
 * @param serverStamp the service's clock
 */
public record KerberosError(int code, Optional<Stamp> clientStamp, Stamp serverStamp, Principal service, String text) {
    public static final int BAD_INTEGRITY = 31;
    public static final int TKT_EXPIRED = 32;
    public static final int TKT_NYV = 33;
    public static final int REPEAT = 34;
    public static final int NOT_US = 35;
    public static final int BADMATCH = 36;
    public static final int SKEW = 37;
    public static final int MSG_TYPE = 40;
    public static final int MODIFIED = 41;
    public static final int BADKEYVER = 44;
    public static final int NOKEY = 45;
    public static final int MUT_FAIL = 46;
    public static final int PATH_NOT_ACCEPTED = 51;
    public static final int GENERIC = 60;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(BAD_INTEGRITY, "KRB_AP_ERR_BAD_INTEGRITY"),
            Map.entry(TKT_EXPIRED, "KRB_AP_ERR_TKT_EXPIRED"),
            Map.entry(TKT_NYV, "KRB_AP_ERR_TKT_NYV"),
            Map.entry(REPEAT, "KRB_AP_ERR_REPEAT"),
            Map.entry(NOT_US, "KRB_AP_ERR_NOT_US"),
            Map.entry(BADMATCH, "KRB_AP_ERR_BADMATCH"),
            Map.entry(SKEW, "KRB_AP_ERR_SKEW"),
            Map.entry(MSG_TYPE, "KRB_AP_ERR_MSG_TYPE"),
            Map.entry(MODIFIED, "KRB_AP_ERR_MODIFIED"),
            Map.entry(BADKEYVER, "KRB_AP_ERR_BADKEYVER"),
            Map.entry(NOKEY, "KRB_AP_ERR_NOKEY"),
            Map.entry(MUT_FAIL, "KRB_AP_ERR_MUT_FAIL"),
            Map.entry(PATH_NOT_ACCEPTED, "KRB_AP_PATH_NOT_ACCEPTED"),
            Map.entry(GENERIC, "KRB_ERR_GENERIC"));
    private static final int APPLICATION = 30;
    private static final int VERSION = 5;

    /** The RFC's name of {@code code}, or its number. */
    public static String name(int code) {
        return NAMES.getOrDefault(code, "Kerberos error " + code);
    }

    /** Whether {@code code} says that the ticket does not open or is too old: another may. */
    public static boolean isOfTicket(int code) {
        return code == BAD_INTEGRITY || code == TKT_EXPIRED || code == MODIFIED || code == BADKEYVER || code == NOKEY;
    }

    public static KerberosError read(Bytes der) throws WireException {
        Fields fields = Fields.application(APPLICATION, "KRB-ERROR", der);
        if (fields.number(0, "pvno") != VERSION || fields.number(1, "msg-type") != APPLICATION) {
            throw new WireException("KRB-ERROR msg-type", 0, "is not a KRB-ERROR of Kerberos 5");
        }
        Stamp server =
                fields.stamp(4, 5, "stime").orElseThrow(() -> new WireException("KRB-ERROR stime", 0, "is missing"));
        return new KerberosError(
                fields.number(6, "error-code"),
                fields.stamp(2, 3, "ctime"),
                server,
                fields.principal(9, 10, "sname"),
                fields.has(11) ? fields.text(11, "e-text") : "");
    }

    public Bytes der() {
        Der der = new Der().number(0, VERSION).number(1, APPLICATION);
        clientStamp.ifPresent(stamp -> der.time(2, stamp).number(3, stamp.micros()));
        der.time(4, serverStamp)
                .number(5, serverStamp.micros())
                .number(6, code)
                .text(9, service.realm())
                .name(10, service);
        if (!text.isEmpty()) {
            der.text(11, text);
        }
        return der.application(APPLICATION);
    }
}
