package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrfTest {
    /** HMAC-SHA-256 of the platform; keeps what it was lent, to see it wiped. */
    private static final class PlatformHmac implements Prf {
        private final List<Key> lent = new ArrayList<>();

        @Override
        public String key() {
            return "hmac-sha2-256";
        }

        @Override
        public int outputOctets() {
            return 32;
        }

        @Override
        public int keyOctets() {
            return 32;
        }

        @Override
        public Key prf(Key key, Key data) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.copy(), "HmacSHA256"));
                lent.add(data);
                Key made = Key.owning(mac.doFinal(data.copy()));
                lent.add(made);
                return made;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * IKE_SA_INIT between two strongSwans 5.9.8, prf HMAC-SHA-256, ENCR_AES_GCM_16 with 128 bits (RFC 7296 section 2.14):
     * SKEYSEED, Ni | Nr | SPIi | SPIr, and SK_d | SK_ei | SK_er | SK_pi | SK_pr as its log printed them.
     */
    private static final Key SKEYSEED =
            Key.of(Bytes.hex("9cec15ea3568c235bc78b429bc0f168b1589d3ce30fcc7d26c45c01a86c9f674"));

    private static final Key SEED = Key.of(Bytes.hex("""
            2084a3d3c289b855be091abf0b91bb70e0d0076adaa96061721a8c36f7954e37
            7900a143e613053cf4dd5040de0a6583976dfa646b9e27d01af2f68eeabfe552
            0de2959f8c12ed46 86df8f3c04427128
            """));
    private static final Bytes KEYS = Bytes.hex("""
            71f69ec90c4efbbdfad819721d778a80411fc7440ee8b81f0f6b2358f1112b3b
            52bb615bc2d001d5f44dd4c98efecc0149590e30
            1a0114735524e3697a2fc8017c6ddef1daccedad
            146eb90d5946c8cbb16d87d3a4bcebae8a3b3d514a4770e88468598bfbd247d9
            58aa7db01e330150212709358be5229aa5fdfec4a66ee0eedb8f667d7b7d8683
            """);

    private final PlatformHmac prf = new PlatformHmac();

    @Test
    void the_expansion_is_the_one_that_a_recorded_handshake_used() {
        assertThat(KEYS.length()).isEqualTo(136);
        assertThat(prf.plus(SKEYSEED, SEED, 136).reveal()).isEqualTo(KEYS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 64, 135})
    void a_shorter_expansion_is_the_beginning_of_a_longer_one(int octets) {
        assertThat(prf.plus(SKEYSEED, SEED, octets).reveal()).isEqualTo(KEYS.slice(0, octets));
    }

    @Test
    void it_ends_after_255_blocks() {
        assertThat(prf.plus(SKEYSEED, SEED, 255 * 32).length()).isEqualTo(255 * 32);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prf.plus(SKEYSEED, SEED, 255 * 32 + 1))
                .withMessageContaining("255 blocks");
    }

    @Test
    void what_it_needs_on_the_way_is_wiped_and_what_it_was_given_is_not() {
        prf.plus(SKEYSEED, SEED, 100);
        assertThat(prf.lent).hasSize(8).allMatch(key -> key.reveal().isZero());
        assertThat(SEED.reveal().isZero()).isFalse();
        assertThat(SKEYSEED.reveal().isZero()).isFalse();
    }

    @Test
    void public_data_is_keyed_like_secret_data() {
        Bytes data = Bytes.utf8("what do ya want for nothing?");
        Bytes expected = Bytes.hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(prf.prf(Key.of(Bytes.utf8("Jefe")), data).reveal())
                .as("RFC 4231 section 4.3")
                .isEqualTo(expected);
    }
}
