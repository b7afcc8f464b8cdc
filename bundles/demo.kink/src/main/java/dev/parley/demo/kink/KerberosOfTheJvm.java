package dev.parley.demo.kink;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/** Which krb5.conf this JVM's Kerberos goes by: there is one for all of it. What was there before is put back. */
final class KerberosOfTheJvm implements AutoCloseable {
    private static final String PROPERTY = "java.security.krb5.conf";
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final Optional<String> before;

    private KerberosOfTheJvm(Optional<String> before) {
        this.before = before;
    }

    static KerberosOfTheJvm configuredBy(Path file) {
        Optional<String> before = Optional.ofNullable(System.getProperty(PROPERTY));
        System.setProperty(PROPERTY, file.toString());
        readAgain();
        return new KerberosOfTheJvm(before);
    }

    @Override
    public void close() {
        before.ifPresentOrElse(file -> System.setProperty(PROPERTY, file), () -> System.clearProperty(PROPERTY));
        readAgain();
    }

    /** The JDK reads the file once. That it should read it again can be said in one way only: by beginning a login. */
    private static void readAgain() {
        AppConfigurationEntry entry = new AppConfigurationEntry(
                MODULE, LoginModuleControlFlag.REQUIRED, Map.of("refreshKrb5Config", "true", "doNotPrompt", "true"));
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
        try {
            new LoginContext("parley", new Subject(), null, configuration).login();
        } catch (LoginException asItMust) {
            // There is nothing to log in with; by now the file has been read.
            return;
        }
    }
}
