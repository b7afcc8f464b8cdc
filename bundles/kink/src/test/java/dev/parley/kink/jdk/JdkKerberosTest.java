package dev.parley.kink.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.KeytabFile;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.spi.KerberosMechanism.ServiceKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keytabs by the JDK: which keys there are, and one line for each thing that stands in the way. */
class JdkKerberosTest {
    private static final Principal SELF = Principal.parse("kink/a.example@EXAMPLE");
    private static final Principal OTHER = Principal.parse("kink/b.example@EXAMPLE");
    private static final int RC4 = 23;
    private static final String NO_KEY =
            " holds no key of kink/a.example@EXAMPLE of an encryption type from 17 to 20: see klist -ke ";

    @TempDir
    private Path room;

    private final JdkKerberos kerberos = new JdkKerberos();

    @Test
    void every_key_of_the_service_is_there_newest_first() throws Exception {
        Path file = KeytabFile.write(
                room.resolve("a.keytab"), SELF, List.of(key(1, 18), key(3, 17), key(2, 20), key(3, 18)));
        List<ServiceKey> keys = kerberos.serviceKeys(SELF, Map.of("kink.keytab", file.toString()));
        assertThat(keys).extracting(ServiceKey::kvno).containsExactly(3L, 3L, 2L, 1L);
        assertThat(keys).extracting(each -> each.key().type()).containsExactlyInAnyOrder(17, 18, 20, 18);
    }

    @Test
    void a_key_that_is_added_counts_at_once() throws Exception {
        Path file = KeytabFile.write(room.resolve("a.keytab"), SELF, List.of(key(1, 18)));
        Map<String, String> settings = Map.of("kink.keytab", file.toString());
        assertThat(kerberos.serviceKeys(SELF, settings)).hasSize(1);
        KeytabFile.write(file, SELF, List.of(key(1, 18), key(2, 18)));
        assertThat(kerberos.serviceKeys(SELF, settings)).hasSize(2);
    }

    @Test
    void a_keytab_that_is_not_there_is_named() {
        Path file = room.resolve("none.keytab");
        expectRefused(
                file, "there is no keytab " + file + ": make it with kadmin's ktadd, or name another in kink.keytab");
    }

    @Test
    void a_keytab_that_cannot_be_read_is_named() throws Exception {
        Path folder = Files.createDirectory(room.resolve("folder.keytab"));
        expectRefused(folder, "the keytab " + folder + " cannot be read by this user: see ls -l " + folder);
    }

    @Test
    void a_principal_that_is_not_in_it_is_named() throws Exception {
        Path file = KeytabFile.write(room.resolve("b.keytab"), OTHER, List.of(key(1, 18)));
        expectRefused(file, "the keytab " + file + NO_KEY + file);
    }

    @Test
    void a_keytab_that_is_none_holds_no_key() throws Exception {
        Path file = Files.writeString(room.resolve("text.keytab"), "not a keytab\n");
        expectRefused(file, "the keytab " + file + NO_KEY + file);
    }

    /** The JDK does not show them, unless it is told that weak cryptography is allowed. */
    @Test
    void keys_of_types_of_the_past_are_none() throws Exception {
        Path file = KeytabFile.write(room.resolve("rc4.keytab"), SELF, 1, RC4, Bytes.zeros(16));
        expectRefused(file, "the keytab " + file + NO_KEY + file);
    }

    /** The login looks into the keytab first: the JDK says the same of all that can be wrong. */
    private void expectRefused(Path file, String line) {
        Map<String, String> settings = Map.of("kink.keytab", file.toString());
        assertThatThrownBy(() -> kerberos.serviceKeys(SELF, settings))
                .isInstanceOf(Unavailable.class)
                .hasMessage(line);
        assertThatThrownBy(() -> kerberos.ticketFor(SELF, OTHER, settings))
                .isInstanceOf(Unavailable.class)
                .hasMessage(line);
    }

    private static ServiceKey key(long kvno, int type) {
        int octets = type % 2 == 1 ? 16 : 32;
        return new ServiceKey(
                kvno, KerberosKey.of(type, Key.of(Bytes.zeros(octets))).orElseThrow());
    }
}
