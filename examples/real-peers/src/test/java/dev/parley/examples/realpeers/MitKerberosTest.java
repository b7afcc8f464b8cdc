package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.kink.jdk.JdkKerberos;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.spi.KerberosMechanism.ServiceKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets and service keys for KINK from MIT's KDC by the JDK (RFC 4430 section 3, RFC 4120). */
@ExtendWith(PeersNeeded.class)
class MitKerberosTest {
    private static final Stamp NOW = Stamp.ofMillis(System.currentTimeMillis());
    private static final String CONFIGURATION = "java.security.krb5.conf";
    private static final String AES = "aes256-cts-hmac-sha1-96";

    private static MitRealm realm;

    private final JdkKerberos kerberos = new JdkKerberos();

    @BeforeAll
    static void a_realm_is_made() {
        if (!PeersNeeded.complete()) {
            return;
        }
        realm = new MitRealm();
        System.setProperty(CONFIGURATION, realm.krb5Conf().toString());
    }

    @AfterAll
    static void it_goes() {
        System.clearProperty(CONFIGURATION);
        if (realm != null) {
            realm.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, aes128-cts-hmac-sha1-96",
        "18, aes256-cts-hmac-sha1-96",
        "19, aes128-cts-hmac-sha256-128",
        "20, aes256-cts-hmac-sha384-192"
    })
    void a_ticket_of_each_encryption_type_carries_our_ap_req(int type, String name) throws Exception {
        Party a = party("a" + type, name);
        Party b = party("b" + type, name);

        Ticket ticket = kerberos.ticketFor(a.principal, b.principal, a.settings());
        ApRequest request = ApRequest.read(ApRequest.write(ticket, NOW, random()));
        List<ServiceKey> keys = kerberos.serviceKeys(b.principal, b.settings());

        assertThat(request.type()).isEqualTo(type);
        assertThat(keys).hasSize(1);
        assertThat(request.kvno()).hasValue(keys.get(0).kvno());
        ApRequest.Opened opened = request.open(keys.get(0).key());
        assertThat(opened.client()).isEqualTo(a.principal);
        assertThat(opened.key()).isEqualTo(ticket.key());
        assertThat(opened.stamp()).isEqualTo(NOW);
        assertThat(opened.end() * 1000).isEqualTo(ticket.end());
    }

    @Test
    void a_rolled_key_stands_first_and_opens_the_next_ticket() throws Exception {
        Party a = party("roller", AES);
        Party b = party("rolled", AES);
        kerberos.ticketFor(a.principal, b.principal, a.settings());
        realm.keytab(b.principal.toString(), AES, "rolled.keytab");

        Ticket ticket = kerberos.ticketFor(a.principal, b.principal, a.settings());
        List<ServiceKey> keys = kerberos.serviceKeys(b.principal, b.settings());

        ApRequest request = ApRequest.read(ApRequest.write(ticket, NOW, random()));
        assertThat(keys).hasSize(2);
        assertThat(keys.get(0).kvno()).isGreaterThan(keys.get(1).kvno());
        assertThat(request.kvno()).hasValue(keys.get(0).kvno());
        assertThat(request.open(keys.get(0).key()).client()).isEqualTo(a.principal);
    }

    @Test
    void a_tickets_end_is_the_kdcs() throws Exception {
        Party a = party("brief", AES);
        Party b = party("briefly", AES);
        realm.limitLife(b.principal.toString(), 120);

        Ticket ticket = kerberos.ticketFor(a.principal, b.principal, a.settings());

        assertThat(ticket.end() - NOW.millis()).isBetween(60_000L, 600_000L);
    }

    @Test
    void a_kdc_that_is_down_is_named_and_once_it_is_back_it_is_asked_again() throws Exception {
        Party a = party("patient", AES);
        Party b = party("absent", AES);
        realm.stop();
        assertThatThrownBy(() -> kerberos.ticketFor(a.principal, b.principal, a.settings()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("the KDC of KINK.TEST does not answer");
        realm.start();
        assertThat(kerberos.ticketFor(a.principal, b.principal, a.settings()).service())
                .isEqualTo(b.principal);
    }

    @Test
    void an_unknown_service_is_named() {
        Party a = party("asker", AES);
        Principal nobody = Principal.parse("kink/nobody.kink.test@KINK.TEST");
        assertThatThrownBy(() -> kerberos.ticketFor(a.principal, nobody, a.settings()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("knows no service kink/nobody.kink.test@KINK.TEST");
    }

    @Test
    void a_realm_without_a_kdc_is_named() throws Exception {
        Principal elsewhere = Principal.parse("kink/a.kink.test@ELSEWHERE.TEST");
        Party a = party("lost", AES);
        assertThatThrownBy(() -> kerberos.ticketFor(a.principal, elsewhere, a.settings()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("ELSEWHERE.TEST");
    }

    @Test
    void a_missing_keytab_and_one_without_the_principal_are_named() {
        Party a = party("keyless", AES);
        Principal other = Principal.parse("kink/other.kink.test@KINK.TEST");
        assertThatThrownBy(() -> kerberos.serviceKeys(a.principal, Map.of(JdkKerberos.KEYTAB, "/nowhere/keytab")))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("there is no keytab /nowhere/keytab");
        assertThatThrownBy(() -> kerberos.ticketFor(other, a.principal, a.settings()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("holds no key of kink/other.kink.test@KINK.TEST");
    }

    private static Party party(String host, String type) {
        Principal principal = Principal.parse("kink/" + host + ".kink.test@" + MitRealm.NAME);
        realm.add(principal.toString());
        return new Party(principal, realm.keytab(principal.toString(), type, host + ".keytab"));
    }

    private record Party(Principal principal, Path keytab) {
        Map<String, String> settings() {
            return Map.of(JdkKerberos.KEYTAB, keytab.toString());
        }
    }

    private static RandomSource random() {
        SecureRandom random = new SecureRandom();
        return new RandomSource() {
            @Override
            public void fill(byte[] target) {
                random.nextBytes(target);
            }

            @Override
            public RandomSource fork() {
                return this;
            }
        };
    }
}
