package dev.parley.kink.jdk;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.spi.KerberosMechanism.ServiceKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;

/** Service keys from a keytab file, by the JDK; read anew each time, so that a rolled key is seen at once. */
final class Keytabs {
    private Keytabs() {}

    /** Every key of {@code service} in {@code file} that this project can use, newest version first. */
    static List<ServiceKey> keys(Path file, Principal service) throws Unavailable {
        readable(file);
        javax.security.auth.kerberos.KerberosKey[] found =
                KeyTab.getInstance(kerberosPrincipal(service), file.toFile()).getKeys(kerberosPrincipal(service));
        if (found.length == 0) {
            throw new Unavailable("the keytab " + file + " holds no key of " + service
                    + " of an encryption type from 17 to 20: see klist -ke " + file);
        }
        List<ServiceKey> usable = Arrays.stream(found)
                .map(Keytabs::usable)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(ServiceKey::kvno).reversed())
                .toList();
        if (usable.isEmpty()) {
            String types = Arrays.stream(found)
                    .map(key -> "" + key.getKeyType())
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new Unavailable("the keys of " + service + " in " + file + " are of the encryption types " + types
                    + ", and none of them is 17, 18, 19 or 20: have the KDC make AES keys (ktadd -e aes256-cts)");
        }
        return usable;
    }

    static void readable(Path file) throws Unavailable {
        if (!Files.exists(file)) {
            throw new Unavailable(
                    "there is no keytab " + file + ": make it with kadmin's ktadd, or name another in kink.keytab");
        }
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new Unavailable("the keytab " + file + " cannot be read by this user: see ls -l " + file);
        }
    }

    private static Optional<ServiceKey> usable(javax.security.auth.kerberos.KerberosKey found) {
        return KerberosKey.of(found.getKeyType(), Key.owning(found.getEncoded()))
                .map(key -> new ServiceKey(found.getVersionNumber(), key));
    }

    static KerberosPrincipal kerberosPrincipal(Principal principal) {
        return new KerberosPrincipal(principal.toString());
    }
}
