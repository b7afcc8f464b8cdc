package dev.parley.kink.jdk;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.kink.kerberos.Principal;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * A login by keytab with a configuration of its own: nothing of the JVM's is set. It has krb5.conf read again, so that what a
 * person mends there counts from the next login on.
 */
final class Login {
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private Login() {}

    /** A Subject that holds the principal's ticket-granting ticket. */
    static Subject with(Principal self, Path keytab) throws Unavailable {
        Subject subject = new Subject();
        try {
            new LoginContext("parley", subject, null, configuration(self, keytab)).login();
            return subject;
        } catch (LoginException failed) {
            throw new Unavailable(Reasons.of(self, failed), failed);
        }
    }

    private static Configuration configuration(Principal self, Path keytab) {
        AppConfigurationEntry entry = new AppConfigurationEntry(
                MODULE,
                LoginModuleControlFlag.REQUIRED,
                Map.of(
                        "refreshKrb5Config", "true",
                        "useKeyTab", "true",
                        "keyTab", keytab.toString(),
                        "principal", self.toString(),
                        "storeKey", "true",
                        "isInitiator", "true",
                        "doNotPrompt", "true"));
        return new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
    }
}
