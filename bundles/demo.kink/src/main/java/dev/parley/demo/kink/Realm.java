package dev.parley.demo.kink;

import dev.parley.isakmp.conversation.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.common.EncryptionUtil;
import org.apache.kerby.kerberos.kerb.identity.backend.BackendConfig;
import org.apache.kerby.kerberos.kerb.identity.backend.MemoryIdentityBackend;
import org.apache.kerby.kerberos.kerb.keytab.Keytab;
import org.apache.kerby.kerberos.kerb.keytab.KeytabEntry;
import org.apache.kerby.kerberos.kerb.request.KrbIdentity;
import org.apache.kerby.kerberos.kerb.server.KdcConfig;
import org.apache.kerby.kerberos.kerb.server.KdcConfigKey;
import org.apache.kerby.kerberos.kerb.server.KdcServer;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionKey;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionType;

/**
 * A Kerberos realm for as long as it is open (RFC 4120): a KDC on a loopback port, its principals in memory, its keytabs in a folder of
 * this user alone. Nothing of it is left.
 */
final class Realm implements AutoCloseable {
    static final String NAME = "DEMO.EXAMPLE";

    private static final String HOST = "127.0.0.1";
    private static final EncryptionType TYPE = EncryptionType.AES256_CTS_HMAC_SHA1_96;
    private static final int FIRST_VERSION = 1;

    private final Path folder;
    private final KdcServer kdc;
    private final KerberosOfTheJvm kerberos;

    private Realm(Path folder, KdcServer kdc, KerberosOfTheJvm kerberos) {
        this.folder = folder;
        this.kdc = kdc;
        this.kerberos = kerberos;
    }

    /** Opens it at a UDP port of 127.0.0.1; from then on it is the realm of this JVM. */
    static Realm open(int port) throws Unavailable, IOException {
        Path folder = Files.createTempDirectory("parley-realm-");
        try {
            KdcServer kdc = started(port);
            Path configuration = folder.resolve("krb5.conf");
            Files.writeString(configuration, """
                    [libdefaults]
                      default_realm = %1$s
                      dns_lookup_kdc = false
                      dns_lookup_realm = false
                      dns_canonicalize_hostname = false
                    [realms]
                      %1$s = {
                        kdc = %2$s:%3$d
                      }
                    """.formatted(NAME, HOST, port));
            return new Realm(folder, kdc, KerberosOfTheJvm.configuredBy(configuration));
        } catch (KrbException failed) {
            delete(folder);
            throw new Unavailable("the demo's KDC does not start: " + failed.getMessage(), failed);
        }
    }

    private static KdcServer started(int port) throws KrbException {
        KdcConfig config = new KdcConfig();
        config.setString(KdcConfigKey.ENCRYPTION_TYPES, TYPE.getName());
        BackendConfig backend = new BackendConfig();
        backend.setString(KdcConfigKey.KDC_IDENTITY_BACKEND, MemoryIdentityBackend.class.getName());
        KdcServer kdc = new KdcServer(config, backend);
        kdc.setKdcRealm(NAME);
        kdc.setKdcHost(HOST);
        kdc.setAllowUdp(true);
        kdc.setAllowTcp(false);
        kdc.setKdcUdpPort(port);
        kdc.init();
        add(kdc, "krbtgt/" + NAME + "@" + NAME);
        kdc.start();
        return kdc;
    }

    private static void add(KdcServer kdc, String principal) throws KrbException {
        KrbIdentity identity = new KrbIdentity(principal);
        identity.setKeyVersion(FIRST_VERSION);
        identity.addKeys(EncryptionUtil.generateKeys(List.of(TYPE)));
        kdc.getIdentityService().addIdentity(identity);
    }

    /** Adds a principal with a random key, and returns its whole name. */
    String principal(String name) throws Unavailable {
        String whole = name + "@" + NAME;
        try {
            add(kdc, whole);
            return whole;
        } catch (KrbException failed) {
            throw new Unavailable("the demo's KDC cannot add " + whole + ": " + failed.getMessage(), failed);
        }
    }

    /** A file with the principal's keys. */
    Path keytab(String principal) throws Unavailable, IOException {
        try {
            KrbIdentity identity = kdc.getIdentityService().getIdentity(principal);
            Keytab keytab = new Keytab();
            for (EncryptionKey key : identity.getKeys().values()) {
                keytab.addEntry(new KeytabEntry(identity.getPrincipal(), KerberosTime.now(), FIRST_VERSION, key));
            }
            Path file = folder.resolve(principal.replace('/', '_') + ".keytab");
            keytab.store(file.toFile());
            return file;
        } catch (KrbException failed) {
            throw new Unavailable("the demo's KDC knows no " + principal + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        kerberos.close();
        try {
            kdc.stop();
        } catch (KrbException failed) {
            throw new IllegalStateException("the demo's KDC does not stop", failed);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the demo's folder " + folder + " is left", failed);
        }
    }
}
