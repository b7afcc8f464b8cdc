package dev.parley.kink.jdk;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.spi.KerberosMechanism;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;

/**
 * Kerberos by the JDK: a login from the keytab, service tickets by a GSS context whose token is thrown away, keys by the keytab. The
 * realm and its KDC are those of the JVM's krb5.conf.
 */
public final class JdkKerberos implements KerberosMechanism {
    /** The policy's setting that names the file with our own long-term keys. */
    public static final String KEYTAB = "kink.keytab";

    /** Where services keep their keys unless somebody says otherwise. */
    private static final String USUAL_KEYTAB = "/etc/krb5.keytab";

    private static final String KERBEROS_5 = "1.2.840.113554.1.2.2";
    private static final String KERBEROS_5_NAME = "1.2.840.113554.1.2.2.1";

    private final Map<Principal, Subject> loggedIn = new ConcurrentHashMap<>();

    @Override
    public String key() {
        return "jdk";
    }

    @Override
    public List<ServiceKey> serviceKeys(Principal service, Map<String, String> settings) throws Unavailable {
        return Keytabs.keys(keytab(settings), service);
    }

    @Override
    public Ticket ticketFor(Principal self, Principal service, Map<String, String> settings) throws Unavailable {
        Subject subject = subject(self, keytab(settings));
        synchronized (subject) {
            forget(subject, service);
            try {
                return Subject.doAs(subject, (PrivilegedExceptionAction<Ticket>) () -> ask(subject, self, service));
            } catch (PrivilegedActionException failed) {
                loggedIn.remove(self, subject);
                throw new Unavailable(Reasons.of(self, service, failed.getCause()), failed.getCause());
            }
        }
    }

    private static Path keytab(Map<String, String> settings) {
        return Path.of(settings.getOrDefault(KEYTAB, USUAL_KEYTAB));
    }

    /** The login that is still good, or a new one: a fresh one costs a round trip to the KDC. */
    private Subject subject(Principal self, Path keytab) throws Unavailable {
        Subject known = loggedIn.get(self);
        if (known != null
                && grantingTicket(known).filter(KerberosTicket::isCurrent).isPresent()) {
            return known;
        }
        Keytabs.keys(keytab, self);
        Subject fresh = Login.with(self, keytab);
        loggedIn.put(self, fresh);
        return fresh;
    }

    private static Optional<KerberosTicket> grantingTicket(Subject subject) {
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(ticket -> ticket.getServer().getName().startsWith("krbtgt/"))
                .findFirst();
    }

    /** The JDK hands out a ticket that it still holds, however stale. */
    private static void forget(Subject subject, Principal service) throws Unavailable {
        for (KerberosTicket ticket : List.copyOf(subject.getPrivateCredentials(KerberosTicket.class))) {
            if (ticket.getServer().getName().equals(service.toString())) {
                subject.getPrivateCredentials().remove(ticket);
                try {
                    ticket.destroy();
                } catch (DestroyFailedException kept) {
                    throw new Unavailable("an old ticket for " + service + " cannot be dropped", kept);
                }
            }
        }
    }

    private static Ticket ask(Subject subject, Principal self, Principal service) throws GSSException, Unavailable {
        GSSManager manager = GSSManager.getInstance();
        Oid mechanism = new Oid(KERBEROS_5);
        GSSName peer = manager.createName(service.toString(), new Oid(KERBEROS_5_NAME));
        GSSContext context = manager.createContext(peer, mechanism, null, GSSCredential.DEFAULT_LIFETIME);
        try {
            context.requestMutualAuth(true);
            context.initSecContext(new byte[0], 0, 0);
        } finally {
            context.dispose();
        }
        KerberosTicket ticket = subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(held -> held.getServer().getName().equals(service.toString()))
                .findFirst()
                .orElseThrow(() -> new Unavailable("the KDC gave " + self + " no ticket for " + service));
        int type = ticket.getSessionKeyType();
        KerberosKey session = KerberosKey.of(
                        type, Key.owning(ticket.getSessionKey().getEncoded()))
                .orElseThrow(
                        () -> new Unavailable(
                                "the KDC chose encryption type " + type + " for the session with " + service
                                        + ", which is not one of 17, 18, 19, 20: allow AES in default_tgs_enctypes of krb5.conf"));
        return new Ticket(
                self,
                service,
                Bytes.copyOf(ticket.getEncoded()),
                session,
                ticket.getEndTime().getTime());
    }
}
