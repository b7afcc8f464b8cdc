package dev.parley.oakley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.extension.Extension;
import dev.parley.testkit.architecture.ClassPathRules;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class OakleyComponentTest {
    @Test
    void it_contributes_the_groups_it_declares() {
        assertThat(new OakleyComponent().extensions())
                .extracting(Extension::key)
                .containsExactly("x25519", "modp-2048", "modp-3072", "modp-4096", "ecp-256", "ecp-384", "ecp-521");
    }

    @Test
    void its_manifest_says_what_it_contributes() throws Exception {
        assertThat(ClassPathRules.manifestsAgreeWithContributions()).isEmpty();
    }

    @Test
    void the_list_of_the_jvms_providers_is_left_alone_and_its_order_does_not_matter() throws Exception {
        Provider[] before = Security.getProviders();
        Modp method = (Modp) new OakleyComponent().extensions().get(1);
        Drawn mine = new Drawn(ModpVectors.INITIATOR);
        assertThat(mine.initiate(method).message()).contains(ModpVectors.FIRST);
        assertThat(Security.getProviders()).containsExactly(before);
        Security.insertProviderAt(new BouncyCastleProvider(), 1);
        try {
            assertThat(mine.initiate(method).message()).contains(ModpVectors.FIRST);
            assertThat(mine.agreed(method, ModpVectors.ANSWER).reveal()).isEqualTo(ModpVectors.SECRET);
        } finally {
            Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
        }
        assertThat(Arrays.asList(Security.getProviders())).containsExactly(before);
    }
}
