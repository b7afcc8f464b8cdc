package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.engine.CatalogTracker;
import dev.parley.ikev2.keys.ChildKeymat;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.keys.PreSharedKeyProof;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, proofs and protection recomputed from conversations between two strongSwans (RFC 7296 sections 2.14, 2.15, 2.17, 3.14). */
class KeysTest {
    private static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new Ikev2Payloads()));
    private static final String SIGNED = "octets = message + nonce + prf(Sk_px, IDx')";
    private static final String AUTH = "AUTH = prf(prf(secret, keypad), octets)";

    /** The first IKE SA of a conversation: its IKE_SA_INIT, and its algorithms. */
    private record First(RecordedConversation recorded, Bytes message1, Bytes message2, Bytes ni, Bytes nr) {
        static First of(String name) {
            RecordedConversation recorded = RecordedConversation.load(name);
            List<Bytes> all = recorded.packets().stream()
                    .map(RecordedConversation.Packet::octets)
                    .toList();
            Bytes spis = all.stream()
                    .filter(octets -> octets.at(18) == ExchangeType.IKE_AUTH)
                    .findFirst()
                    .orElseThrow()
                    .slice(0, 16);
            Bytes request = all.get(0);
            for (Bytes octets : all) {
                boolean init = octets.at(18) == ExchangeType.IKE_SA_INIT;
                boolean response = (octets.at(19) & IkeFlags.RESPONSE) != 0;
                if (init && !response) {
                    request = octets;
                } else if (init && octets.slice(0, 16).equals(spis)) {
                    return new First(recorded, request, octets, nonce(request), nonce(octets));
                }
            }
            throw new IllegalStateException(name + " has no answer to IKE_SA_INIT");
        }

        Bytes spiI() {
            return message2.slice(0, 8);
        }

        Bytes spiR() {
            return message2.slice(8, 16);
        }

        Bytes value(String name) {
            return recorded.value(name);
        }

        IkeKeys keys() {
            return IkeKeys.derive(
                    algorithms(), SharedSecret.of(value("shared Diffie Hellman secret")), ni, nr, spiI(), spiR());
        }

        IkeAlgorithms algorithms() {
            CatalogTracker tracker = new CatalogTracker();
            tracker.add(new CiphersComponent());
            Catalog catalog = tracker.catalog();
            List<Transform> chosen =
                    payload(message2, SaPayload.class).proposals().get(0).transforms();
            Transform encr = chosen.stream()
                    .filter(each -> each.transformType() == TransformType.ENCR)
                    .findFirst()
                    .orElseThrow();
            boolean gcm = encr.id() == 20;
            return new IkeAlgorithms(
                    catalog.find(Cipher.class, gcm ? "aes-gcm-16" : "aes-cbc").orElseThrow(),
                    encr.keyBits().orElseThrow(),
                    gcm ? Optional.empty() : catalog.find(Integrity.class, "hmac-sha2-256-128"),
                    catalog.find(Prf.class, "hmac-sha2-256").orElseThrow());
        }
    }

    static List<String> conversations() {
        return RecordedConversation.names();
    }

    static List<String> withPreSharedKeys() {
        return conversations().stream()
                .filter(name -> RecordedConversation.load(name).values(AUTH).size() == 2)
                .filter(name -> !name.contains("eap") && !name.equals("ppk"))
                .toList();
    }

    private static <P extends Payload> P payload(Bytes clear, Class<P> kind) {
        try {
            return REGISTRY
                    .decode(
                            new PayloadType(Ikev2Payloads.SPACE, clear.at(16)),
                            new WireReader(clear.from(IsakmpHeader.OCTETS)))
                    .payloads()
                    .stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes nonce(Bytes clear) {
        return payload(clear, NoncePayload.class).nonce();
    }

    /** Section 2.14. */
    @ParameterizedTest
    @MethodSource("conversations")
    void the_recorded_secret_makes_the_recorded_keys(String name) {
        First first = First.of(name);
        IkeKeys keys = first.keys();
        if (!name.equals("ppk")) {
            assertThat(keys.skD().reveal()).isEqualTo(first.value("Sk_d secret"));
            assertThat(keys.skPi().reveal()).isEqualTo(first.value("Sk_pi secret"));
            assertThat(keys.skPr().reveal()).isEqualTo(first.value("Sk_pr secret"));
        }
        assertThat(keys.skEi().reveal()).isEqualTo(first.value("Sk_ei secret"));
        assertThat(keys.skEr().reveal()).isEqualTo(first.value("Sk_er secret"));
        first.recorded().values("Sk_ai secret").stream()
                .findFirst()
                .ifPresent(recorded -> assertThat(keys.skAi().reveal()).isEqualTo(recorded));
        first.recorded().values("Sk_ar secret").stream()
                .findFirst()
                .ifPresent(recorded -> assertThat(keys.skAr().reveal()).isEqualTo(recorded));
    }

    /** Section 2.15: both proofs, over the octets as they were on the wire. */
    @ParameterizedTest
    @MethodSource("withPreSharedKeys")
    void the_recorded_proofs_are_ours(String name) {
        First first = First.of(name);
        IkeKeys keys = first.keys();
        Prf prf = first.algorithms().prf();
        SharedSecret secret = SharedSecret.of(first.value("secret"));
        List<Bytes> ids = first.recorded().values("IDx'");
        List<Bytes> proofs = first.recorded().values(AUTH);
        Bytes byInitiator = PreSharedKeyProof.of(prf, secret, first.message1(), first.nr(), ids.get(0), keys.skPi());
        Bytes byResponder = PreSharedKeyProof.of(prf, secret, first.message2(), first.ni(), ids.get(1), keys.skPr());
        assertThat(proofs).containsExactly(byInitiator, byResponder);
        assertThat(first.recorded()
                        .values(SIGNED)
                        .get(0)
                        .slice(0, first.message1().length()))
                .isEqualTo(first.message1());
        assertThat(PreSharedKeyProof.matches(byInitiator, byInitiator)).isTrue();
        assertThat(PreSharedKeyProof.matches(byInitiator, byResponder)).isFalse();
        assertThat(PreSharedKeyProof.matches(Bytes.EMPTY, byInitiator)).isFalse();
    }

    static List<String> withAFirstChild() {
        return List.of("ikev2-psk", "ikev2-ecdsa", "ikev2-rsa", "ikev2-rsapss");
    }

    /** Section 2.17: keys from initiator to responder first. */
    @ParameterizedTest
    @MethodSource("withAFirstChild")
    void the_recorded_first_child_has_our_keys(String name) {
        First first = First.of(name);
        Bytes ei = first.value("encryption initiator key");
        int ai = first.recorded().values("integrity initiator key").stream()
                .findFirst()
                .map(Bytes::length)
                .orElse(0);
        ChildKeymat keymat = ChildKeymat.derive(
                first.algorithms().prf(), Key.of(first.value("Sk_d secret")), first.ni(), first.nr(), ei.length(), ai);
        assertThat(keymat.encryption(Role.INITIATOR).reveal()).isEqualTo(ei);
        assertThat(keymat.encryption(Role.RESPONDER).reveal()).isEqualTo(first.value("encryption responder key"));
        if (ai > 0) {
            assertThat(keymat.integrity(Role.INITIATOR).reveal()).isEqualTo(first.value("integrity initiator key"));
            assertThat(keymat.integrity(Role.RESPONDER).reveal()).isEqualTo(first.value("integrity responder key"));
        }
    }

    /** Section 3.14, RFC 5282: what strongSwan sealed we open, as an independent reading of the RFC does; and not with a bit turned. */
    @ParameterizedTest
    @MethodSource("conversations")
    void every_recorded_protected_message_of_the_first_sa_opens(String name) throws Exception {
        First first = First.of(name);
        SkProtection protection = new SkProtection(first.algorithms(), first.keys());
        int opened = 0;
        for (RecordedConversation.Packet packet : first.recorded().packets()) {
            Bytes octets = packet.octets();
            if (octets.at(16) == Ikev2Payloads.SK.number()
                    && octets.slice(0, 16).equals(first.message2().slice(0, 16))) {
                IsakmpHeader header = IsakmpHeader.read(new WireReader(octets));
                Role sender = header.has(IkeFlags.INITIATOR) ? Role.INITIATOR : Role.RESPONDER;
                List<Payload> payloads =
                        protection.open(header, octets, REGISTRY, sender).payloads(REGISTRY);
                assertThat(REGISTRY.encode(payloads))
                        .isEqualTo(first.recorded().open(octets).orElseThrow().chain());
                byte[] turned = octets.toArray();
                turned[turned.length - 1] ^= 1;
                assertThatThrownBy(() -> protection.open(header, Bytes.copyOf(turned), REGISTRY, sender))
                        .isInstanceOf(GeneralSecurityException.class);
                opened++;
            }
        }
        assertThat(opened).isPositive();
    }

    /** The other way: what we seal, an independent reading of the RFC opens with the recorded keys. */
    @ParameterizedTest
    @MethodSource("conversations")
    void what_we_seal_opens_elsewhere(String name) throws Exception {
        First first = First.of(name);
        SkProtection protection = new SkProtection(first.algorithms(), first.keys());
        RandomSource random = new Fixed(new Random(7296));
        for (Role sender : Role.values()) {
            for (int spis = 0; spis < 20; spis++) {
                List<Payload> inner = spis == 0
                        ? List.of()
                        : List.of(new DeletePayload(
                                ProtocolId.ESP, java.util.Collections.nCopies(spis, Bytes.hex("01020304"))));
                IsakmpHeader header = new IsakmpHeader(
                        first.spiI(),
                        first.spiR(),
                        0,
                        2,
                        0,
                        ExchangeType.INFORMATIONAL,
                        sender == Role.INITIATOR ? IkeFlags.INITIATOR : 0,
                        2,
                        0);
                Bytes sealed = protection.seal(header, inner, REGISTRY, sender, random);
                assertThat(sealed.number(24, 4)).as("Length").isEqualTo(sealed.length());
                RecordedConversation.Opened opened =
                        first.recorded().open(sealed).orElseThrow();
                assertThat(opened.chain()).isEqualTo(REGISTRY.encode(inner));
                assertThat(opened.first()).isEqualTo(PayloadRegistry.first(inner));
            }
        }
    }

    /** Section 3.14: padding is as long as the sender likes, and of any octets. */
    @Test
    void padding_of_any_length_and_content_is_skipped() throws Exception {
        for (int octets : new int[] {0, 1, 15, 255}) {
            Bytes plaintext = Bytes.concat(new Fixed(new Random(1)).bytes(octets), Bytes.of(octets));
            assertThat(new SkProtection.Opened(0, plaintext).payloads(REGISTRY)).isEmpty();
        }
        assertThatThrownBy(() -> new SkProtection.Opened(0, Bytes.of(9, 9, 9)).payloads(REGISTRY))
                .isInstanceOf(WireException.class);
    }

    private record Fixed(Random random) implements RandomSource {
        @Override
        public void fill(byte[] target) {
            random.nextBytes(target);
        }

        @Override
        public RandomSource fork() {
            return this;
        }
    }
}
