package dev.parley.ciphers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Key;
import dev.parley.crypto.Negotiable;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.testkit.architecture.ClassPathRules;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CiphersComponentTest {
    @Test
    void it_contributes_every_primitive_under_its_numbers() {
        assertThat(new CiphersComponent().extensions())
                .extracting(Extension::key, extension -> ((Negotiable) extension).codePoints())
                .containsExactly(
                        tuple("aes-gcm-16", in("encryption", 20)),
                        tuple("aes-cbc", both("encryption", 12, "encryption", 7)),
                        tuple("chacha20-poly1305", in("encryption", 28)),
                        tuple("hmac-sha2-256-128", in("integrity", 12)),
                        tuple("hmac-sha2-384-192", in("integrity", 13)),
                        tuple("hmac-sha2-512-256", in("integrity", 14)),
                        tuple("hmac-sha1-96", in("integrity", 2)),
                        tuple("hmac-sha2-256", both("prf", 5, "hash", 4)),
                        tuple("hmac-sha2-384", both("prf", 6, "hash", 5)),
                        tuple("hmac-sha2-512", both("prf", 7, "hash", 6)),
                        tuple("hmac-sha1", both("prf", 2, "hash", 2)),
                        tuple("sha2-256", Map.of(new NumberSpace("ike.hash"), 4)),
                        tuple("sha2-384", Map.of(new NumberSpace("ike.hash"), 5)),
                        tuple("sha2-512", Map.of(new NumberSpace("ike.hash"), 6)),
                        tuple("sha1", Map.of(new NumberSpace("ike.hash"), 2)));
    }

    @Test
    void its_manifest_says_what_it_contributes() throws Exception {
        assertThat(ClassPathRules.manifestsAgreeWithContributions()).isEmpty();
    }

    @Test
    void the_list_of_the_jvms_providers_is_left_alone_and_its_order_does_not_matter() throws Exception {
        List<Provider> before = List.of(Security.getProviders());
        Bytes sealed = seal();
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
        List<Provider> reversed = new ArrayList<>(before);
        Collections.reverse(reversed);
        try {
            install(reversed);
            assertThat(seal()).isEqualTo(sealed);
        } finally {
            install(before);
        }
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
    }

    private static Bytes seal() throws Exception {
        Cipher cipher = (Cipher) new CiphersComponent().extensions().get(0);
        return cipher.seal(Key.of(Bytes.zeros(20)), Bytes.zeros(8), Bytes.EMPTY, Bytes.zeros(1));
    }

    private static void install(List<Provider> providers) {
        providers.forEach(provider -> Security.removeProvider(provider.getName()));
        providers.forEach(Security::addProvider);
    }

    /** RFC 7296's number, and that of RFC 2409 appendix A and of IANA's registry after it. */
    private static Map<NumberSpace, Integer> both(String space, int number, String inIke, int old) {
        return Map.of(new NumberSpace("ikev2." + space), number, new NumberSpace("ike." + inIke), old);
    }

    private static Map<NumberSpace, Integer> in(String space, int number) {
        return Map.of(new NumberSpace("ikev2." + space), number);
    }
}
