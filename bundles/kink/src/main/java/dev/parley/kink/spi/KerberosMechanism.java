package dev.parley.kink.spi;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Ticket;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where tickets and service keys come from: a Kerberos library with its KDC, or a simulated one. AP-REQ, AP-REP and KRB-ERROR are
 * the protocol's own (RFC 4430 section 3.1). Both methods may block; they are called as Work, and say in one line which file,
 * principal, realm or encryption type stood in the way.
 */
@ConsumerType
@ExtensionPoint("kerberos-mechanism")
public interface KerberosMechanism extends Extension {
    /**
     * A ticket of {@code self} for {@code service} that is valid now.
     *
     * @param settings of the policy, such as {@code kink.keytab}
     */
    Ticket ticketFor(Principal self, Principal service, Map<String, String> settings) throws Unavailable;

    /** Every key that {@code service} has, newest version first; never empty. */
    List<ServiceKey> serviceKeys(Principal service, Map<String, String> settings) throws Unavailable;

    /**
     * A service's long-term key.
     *
     * @param kvno its version, as the KDC counts
     */
    record ServiceKey(long kvno, KerberosKey key) {}
}
