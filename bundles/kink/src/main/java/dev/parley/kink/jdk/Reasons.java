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
        String text = deepest(failure);
        if (text.contains("Server not found") || text.contains("(7)")) {
            return "the KDC of " + self.realm() + " knows no service " + service
                    + ": see kadmin listprincs, or mend the peer's principal in the policy";
        }
        return "no ticket of " + self + " for " + service + ": " + reason(failure, service);
    }

    private static String reason(Throwable failure, Principal about) {
        String text = deepest(failure);
        if (silent(failure)) {
            return "the KDC of " + about.realm() + " does not answer (" + text
                    + "): is it running, and is its address right in krb5.conf?";
        }
        if (text.contains("Client not found") || text.contains("(6)")) {
            return "the KDC knows no such principal: see kadmin listprincs, or mend the principal in the policy";
        }
        if (text.contains("Cannot locate KDC") || text.contains("realm")) {
            return "no KDC is known for the realm " + about.realm() + ": name it in krb5.conf (" + text + ")";
        }
        if (text.contains("Clock skew") || text.contains("(37)")) {
            return "this machine's clock and the KDC's differ too much: set the clock (" + text + ")";
        }
        if (text.contains("Checksum failed") || text.contains("Integrity check") || text.contains("(24)")) {
            return "the keytab's key is not the one the KDC has: make the keytab anew with ktadd (" + text + ")";
        }
        return text;
    }

    private static boolean silent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && cause.getClass().getName().startsWith("java.net.")) {
                return true;
            }
        }
        return deepest(failure).contains("timed out");
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : text;
    }
}
