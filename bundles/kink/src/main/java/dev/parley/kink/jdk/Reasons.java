package dev.parley.kink.jdk;

import dev.parley.kink.kerberos.Principal;
import java.io.IOException;

/** What the JDK's Kerberos throws, as one line that says what to do next. */
final class Reasons {
    private Reasons() {}

    /** Why the login of {@code self} failed. */
    static String of(Principal self, Throwable failure) {
        return "no ticket-granting ticket for " + self + ": " + reason(failure, self);
    }

    /** Why {@code self} got no ticket for {@code service}. */
    static String of(Principal self, Principal service, Throwable failure) {
        if (says(failure, "(7)")) {
            return "the KDC of " + self.realm() + " knows no service " + service
                    + ": see kadmin listprincs, or mend the peer's principal in the policy";
        }
        if (says(failure, "(63)") && !self.realm().equals(service.realm())) {
            return "no ticket of " + self + " for " + service + ": the KDC of " + self.realm()
                    + " knows no way to the realm " + service.realm()
                    + ": mend the peer's principal in the policy, or have the two realms trust each other";
        }
        return "no ticket of " + self + " for " + service + ": " + reason(failure, service);
    }

    private static String reason(Throwable failure, Principal about) {
        String text = text(failure);
        if (silent(failure)) {
            return "the KDC of " + about.realm() + " does not answer (" + text
                    + "): is it running, and is its address right in krb5.conf?";
        }
        if (says(failure, "(6)")) {
            return "the KDC knows no such principal: see kadmin listprincs, or mend the principal in the policy";
        }
        if (says(failure, "(14)")) {
            return "the KDC shares no encryption type with us: give " + about + " and krbtgt/" + about.realm()
                    + " AES keys, and allow them in krb5.conf";
        }
        if (says(failure, "default_tkt_enctypes")) {
            return "krb5.conf allows no encryption type of the keytab's keys: allow theirs in default_tkt_enctypes, or"
                    + " have ktadd make others (" + text + ")";
        }
        if (says(failure, "(24)") || says(failure, "Checksum failed")) {
            return "the keytab's key is not the one the KDC has: make the keytab anew with ktadd (" + text + ")";
        }
        if (says(failure, "(37)")) {
            return "this machine's clock and the KDC's differ too much: set the clock (" + text + ")";
        }
        if (says(failure, "Cannot locate KDC") || says(failure, "default realm")) {
            return "no KDC is known for the realm " + about.realm() + ": name it in krb5.conf (" + text + ")";
        }
        return text;
    }

    private static boolean silent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && cause.getClass().getName().startsWith("java.net.")) {
                return true;
            }
        }
        return says(failure, "timed out");
    }

    /** Whether any of the messages from the outermost to the cause holds {@code words}; KDC errors end with their number. */
    private static boolean says(Throwable failure, String words) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** The outermost message that says something. */
    private static String text(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }
}
