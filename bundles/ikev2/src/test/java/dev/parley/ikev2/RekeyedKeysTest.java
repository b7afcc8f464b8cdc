package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys of rekeyed SAs, as two strongSwans had them (RFC 7296 sections 2.17 and 2.18). */
class RekeyedKeysTest {
    private static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new Ikev2Payloads()));
    private static final int SKEYSEEDS = 2;

    private record Asked(List<Payload> request, List<Payload> response) {
        private static <P extends Payload> P of(List<Payload> payloads, Class<P> kind) {
            return payloads.stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst()
                    .orElseThrow();
        }

        Bytes ni() {
            return of(request, NoncePayload.class).nonce();
        }

        Bytes nr() {
            return of(response, NoncePayload.class).nonce();
        }

        Bytes spi(boolean initiator) {
            return of(initiator ? request : response, SaPayload.class)
                    .proposals()
                    .get(0)
                    .spi();
        }
    }

    static List<String> withARekeyedIkeSa() {
        return RecordedConversation.names().stream()
                .filter(name -> name.startsWith("ikev2-"))
                .filter(name ->
                        RecordedConversation.load(name).values("SKEYSEED").size() == SKEYSEEDS)
                .toList();
    }

    /** The CREATE_CHILD_SA exchange that makes an SA of {@code protocol}. */
    private static Asked asked(RecordedConversation recorded, int protocol) throws Exception {
        List<List<Payload>> found = new ArrayList<>();
        for (boolean response : new boolean[] {false, true}) {
            for (RecordedConversation.Packet packet : recorded.packets()) {
                Bytes octets = packet.octets();
                boolean answers = (octets.at(19) & IkeFlags.RESPONSE) != 0;
                Optional<RecordedConversation.Opened> opened =
                        octets.at(18) == ExchangeType.CREATE_CHILD_SA && answers == response
                                ? recorded.open(octets)
                                : Optional.empty();
                if (opened.isEmpty()) {
                    continue;
                }
                List<Payload> payloads = REGISTRY.decode(
                                new PayloadType(
                                        Ikev2Payloads.SPACE, opened.get().first()),
                                new WireReader(opened.get().chain()))
                        .payloads();
                boolean makes = payloads.stream()
                        .anyMatch(each -> each instanceof SaPayload sa
                                && sa.proposals().get(0).protocol() == protocol);
                if (makes) {
                    found.add(payloads);
                }
            }
        }
        assertThat(found).hasSize(2);
        return new Asked(found.get(0), found.get(1));
    }

    private static IkeAlgorithms algorithms(RecordedConversation recorded) {
        CatalogTracker tracker = new CatalogTracker();
        tracker.add(new CiphersComponent());
        Catalog catalog = tracker.catalog();
        boolean gcm = recorded.values("Sk_ai secret").isEmpty();
        int octets = recorded.value("Sk_ei secret").length() - (gcm ? 4 : 0);
        return new IkeAlgorithms(
                catalog.find(Cipher.class, gcm ? "aes-gcm-16" : "aes-cbc").orElseThrow(),
                8 * octets,
                gcm ? Optional.empty() : catalog.find(Integrity.class, "hmac-sha2-256-128"),
                catalog.find(Prf.class, "hmac-sha2-256").orElseThrow());
    }

    /** Section 2.18: SKEYSEED by the old SK_d, the rest from the new nonces and SPIs. */
    @ParameterizedTest
    @MethodSource("withARekeyedIkeSa")
    void a_rekeyed_ike_sa_has_the_recorded_keys(String name) throws Exception {
        RecordedConversation recorded = RecordedConversation.load(name);
        Asked asked = asked(recorded, ProtocolId.IKE);
        IkeAlgorithms algorithms = algorithms(recorded);
        IkeKeys keys = IkeKeys.rekey(
                algorithms.prf(),
                Key.of(recorded.values("Sk_d secret").get(0)),
                algorithms,
                SharedSecret.of(recorded.values("shared Diffie Hellman secret").get(1)),
                asked.ni(),
                asked.nr(),
                asked.spi(true),
                asked.spi(false));
        assertThat(keys.skD().reveal()).isEqualTo(recorded.values("Sk_d secret").get(1));
        assertThat(keys.proof(Role.INITIATOR).reveal())
                .isEqualTo(recorded.values("Sk_pi secret").get(1));
        assertThat(keys.proof(Role.RESPONDER).reveal())
                .isEqualTo(recorded.values("Sk_pr secret").get(1));
    }

    /** Section 2.17: with a key exchange of its own the secret goes before the nonces. */
    @ParameterizedTest
    @MethodSource("withARekeyedIkeSa")
    void a_rekeyed_child_with_a_key_exchange_has_the_recorded_keys(String name) throws Exception {
        RecordedConversation recorded = RecordedConversation.load(name);
        Asked asked = asked(recorded, ProtocolId.ESP);
        List<Bytes> integrity = recorded.values("integrity initiator key");
        ChildKeymat keymat = ChildKeymat.derive(
                algorithms(recorded).prf(),
                Key.of(recorded.values("Sk_d secret").get(0)),
                Optional.of(SharedSecret.of(recorded.value("DH secret"))),
                asked.ni(),
                asked.nr(),
                recorded.values("encryption initiator key").get(1).length(),
                integrity.isEmpty() ? 0 : integrity.get(1).length());
        assertThat(keymat.encryption(Role.INITIATOR).reveal())
                .isEqualTo(recorded.values("encryption initiator key").get(1));
        assertThat(keymat.encryption(Role.RESPONDER).reveal())
                .isEqualTo(recorded.values("encryption responder key").get(1));
    }
}
