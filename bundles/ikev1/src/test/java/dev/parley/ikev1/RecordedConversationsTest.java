package dev.parley.ikev1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.crypto.Cipher;
import dev.parley.crypto.Digest;
import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev1.keys.Hashes;
import dev.parley.ikev1.keys.InitializationVectors;
import dev.parley.ikev1.keys.Keymat;
import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.ikev1.keys.Phase1Keys;
import dev.parley.ikev1.keys.Skeyid;
import dev.parley.ikev1.protection.CbcChain;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.exchange.IsakmpFlags;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the Diffie-Hellman secret of each recorded conversation we compute all that strongSwan computed, and write what it wrote. */
class RecordedConversationsTest {
    private static final int QUICK_MODE = 32;
    private static final int ESP = 3;
    private static final int SPI_OCTETS = 4;
    private static final int KEY_OCTETS = 16;
    private static final int INTEGRITY_KEY_OCTETS = 32;

    private final Phase1Algorithms with = new Phase1Algorithms(
            find(Cipher.class, "aes-cbc"),
            KEY_OCTETS,
            find(Digest.class, "sha2-256"),
            find(Prf.class, "hmac-sha2-256"));
    private final PayloadRegistry registry = Registries.ikev1();

    private static <E extends Extension> E find(Class<E> point, String key) {
        return new CiphersComponent()
                .extensions().stream()
                        .filter(point::isInstance)
                        .map(point::cast)
                        .filter(one -> one.key().equals(key))
                        .findFirst()
                        .orElseThrow();
    }

    /** A message in the clear, or opened. */
    private record Opened(List<Raw> raw, List<Payload> payloads, Bytes padding) {
        Bytes body(int type) {
            return raw.stream()
                    .filter(each -> each.type().number() == type)
                    .findFirst()
                    .orElseThrow()
                    .body();
        }

        boolean has(int type) {
            return raw.stream().anyMatch(each -> each.type().number() == type);
        }
    }

    /** What phase 1 says, and what it comes to. */
    private final class Phase1 {
        private final RecordedConversation recorded;
        private final Map<Role, Bytes> publicValues = new HashMap<>();
        private final Map<Role, Bytes> nonces = new HashMap<>();
        private Bytes sai = Bytes.EMPTY;
        private final Phase1Keys keys;
        private final Bytes cookies;

        Phase1(RecordedConversation recorded) throws Exception {
            this.recorded = recorded;
            for (RecordedConversation.Spoken each : recorded.messages()) {
                if (!each.header().has(IsakmpFlags.ENCRYPTION)) {
                    Opened opened = read(each.header(), each.octets().from(IsakmpHeader.OCTETS));
                    if (each.sender() == Role.INITIATOR && opened.has(IsakmpPayloads.SA.number())) {
                        sai = opened.body(IsakmpPayloads.SA.number());
                    }
                    if (opened.has(IsakmpPayloads.KE.number())) {
                        publicValues.put(each.sender(), opened.body(IsakmpPayloads.KE.number()));
                        nonces.put(each.sender(), opened.body(IsakmpPayloads.NONCE.number()));
                    }
                }
            }
            IsakmpHeader header = recorded.messages().get(1).header();
            cookies = Bytes.concat(header.initiatorCookie(), header.responderCookie());
            SharedSecret secret = SharedSecret.of(recorded.value("shared Diffie Hellman secret"));
            keys = Phase1Keys.derive(with, skeyid(secret), secret, cookies);
        }

        private Key skeyid(SharedSecret secret) {
            Bytes ni = nonces.get(Role.INITIATOR);
            Bytes nr = nonces.get(Role.RESPONDER);
            boolean signatures =
                    recorded.name().contains("rsa") || recorded.name().equals("fragments");
            return signatures
                    ? Skeyid.ofSignatures(with.prf(), secret, ni, nr)
                    : Skeyid.ofPreSharedKey(with.prf(), SharedSecret.of(recorded.preSharedKey()), ni, nr);
        }

        Bytes iv() {
            return InitializationVectors.ofPhase1(
                    with, publicValues.get(Role.INITIATOR), publicValues.get(Role.RESPONDER));
        }

        Hashes.Phase1Transcript said() {
            return new Hashes.Phase1Transcript(
                    publicValues.get(Role.INITIATOR),
                    publicValues.get(Role.RESPONDER),
                    cookies.slice(0, IsakmpHeader.COOKIE_OCTETS),
                    cookies.from(IsakmpHeader.COOKIE_OCTETS),
                    sai);
        }
    }

    private Opened read(IsakmpHeader header, Bytes octets) throws Exception {
        WireReader in = new WireReader(octets);
        List<Raw> raw = registry.walk(IsakmpPayloads.type(header.nextPayload()), in);
        List<Payload> payloads = new ArrayList<>();
        for (Raw one : raw) {
            payloads.add(registry.decode(one));
        }
        return new Opened(raw, payloads, in.rest());
    }

    @ParameterizedTest
    @MethodSource("dev.parley.ikev1.RecordedConversation#all")
    void keys_and_first_iv_are_those_that_were_logged(RecordedConversation recorded) throws Exception {
        Phase1 phase1 = new Phase1(recorded);
        assertThat(phase1.keys.skeyid().reveal()).isEqualTo(recorded.value("SKEYID"));
        assertThat(phase1.keys.d().reveal()).isEqualTo(recorded.value("SKEYID_d"));
        assertThat(phase1.keys.a().reveal()).isEqualTo(recorded.value("SKEYID_a"));
        assertThat(phase1.keys.encryption().reveal()).isEqualTo(recorded.value("encryption key Ka"));
        assertThat(phase1.iv()).isEqualTo(recorded.value("initial IV"));
    }

    /** HASH_I and HASH_R: in a message if a pre-shared key proves them, else signed and only logged. */
    @ParameterizedTest
    @MethodSource("dev.parley.ikev1.RecordedConversation#all")
    void each_side_proves_what_both_have_said(RecordedConversation recorded) throws Exception {
        Phase1 phase1 = new Phase1(recorded);
        Map<Role, Bytes> identities = new HashMap<>();
        for (Spoken each : spoken(phase1)) {
            if (each.message().header().messageId() == 0 && each.opened().has(IsakmpPayloads.ID.number())) {
                identities.put(each.message().sender(), each.opened().body(IsakmpPayloads.ID.number()));
            }
            if (each.message().header().messageId() == 0 && each.opened().has(IsakmpPayloads.HASH.number())) {
                Role prover = each.message().sender();
                assertThat(each.opened().body(IsakmpPayloads.HASH.number()))
                        .isEqualTo(hash(phase1, prover, identities.get(prover)));
            }
        }
        assertThat(hash(phase1, Role.INITIATOR, identities.get(Role.INITIATOR))).isEqualTo(recorded.value("HASH_I"));
        assertThat(hash(phase1, Role.RESPONDER, identities.get(Role.RESPONDER))).isEqualTo(recorded.value("HASH_R"));
    }

    private Bytes hash(Phase1 phase1, Role prover, Bytes id) {
        return Hashes.ofPhase1(with.prf(), phase1.keys.skeyid(), prover, phase1.said(), id)
                .reveal();
    }

    @ParameterizedTest
    @MethodSource("dev.parley.ikev1.RecordedConversation#all")
    void every_message_is_written_again_octet_for_octet(RecordedConversation recorded) throws Exception {
        for (Spoken each : spoken(new Phase1(recorded))) {
            assertThat(each.again(this))
                    .as(each.message().header().toString())
                    .isEqualTo(each.message().octets());
        }
    }

    /** A message, what it held, and with what it was protected. */
    private record Spoken(RecordedConversation.Spoken message, Opened opened, Key key, Optional<Bytes> iv) {
        Bytes again(RecordedConversationsTest test) throws Exception {
            IsakmpHeader header = message.header();
            Bytes plain = Bytes.concat(test.registry.encode(opened.payloads()), opened.padding());
            if (iv.isEmpty()) {
                WireWriter out = new WireWriter();
                header.withLength(IsakmpHeader.OCTETS + plain.length()).write(out);
                return out.bytes(plain).toBytes();
            }
            CbcChain.Head head = new CbcChain.Head(
                    header.initiatorCookie(),
                    header.responderCookie(),
                    header.nextPayload(),
                    header.exchangeType(),
                    0,
                    header.messageId());
            return CbcChain.seal(test.with, key, iv.get(), head, plain);
        }
    }

    private List<Spoken> spoken(Phase1 phase1) throws Exception {
        Map<Long, Bytes> chains = new HashMap<>();
        chains.put(0L, phase1.iv());
        Bytes last = Bytes.EMPTY;
        List<Spoken> all = new ArrayList<>();
        for (RecordedConversation.Spoken each : phase1.recorded.messages()) {
            if (!each.header().has(IsakmpFlags.ENCRYPTION)) {
                Opened clear = read(each.header(), each.octets().from(IsakmpHeader.OCTETS));
                all.add(new Spoken(each, clear, phase1.keys.encryption(), Optional.empty()));
                continue;
            }
            long id = each.header().messageId();
            Bytes ended = last;
            Bytes iv = chains.computeIfAbsent(id, fresh -> InitializationVectors.ofPhase2(with, ended, fresh));
            Bytes plain = CbcChain.open(with, phase1.keys.encryption(), iv, each.octets());
            all.add(new Spoken(each, read(each.header(), plain), phase1.keys.encryption(), Optional.of(iv)));
            chains.put(id, CbcChain.next(with, each.octets()));
            last = id == 0 ? chains.get(id) : last;
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("dev.parley.ikev1.RecordedConversation#all")
    void ivs_are_those_that_were_logged(RecordedConversation recorded) throws Exception {
        for (Spoken each : spoken(new Phase1(recorded))) {
            each.iv().ifPresent(iv -> {
                long id = each.message().header().messageId();
                assertThat(id == 0 ? firstAnd(recorded, id) : recorded.all("next IV for MID " + id))
                        .contains(iv);
            });
        }
    }

    private static List<Bytes> firstAnd(RecordedConversation recorded, long id) {
        List<Bytes> ivs = new ArrayList<>(recorded.all("initial IV"));
        ivs.addAll(recorded.all("next IV for MID " + id));
        return ivs;
    }

    /** HASH(1) to HASH(3) in Quick Mode, HASH(1) in all other exchanges of phase 2. */
    @ParameterizedTest
    @MethodSource("dev.parley.ikev1.RecordedConversation#all")
    void every_message_of_phase_2_proves_itself(RecordedConversation recorded) throws Exception {
        Phase1 phase1 = new Phase1(recorded);
        Map<Long, List<Bytes>> nonces = new HashMap<>();
        int proven = 0;
        for (Spoken each : spoken(phase1)) {
            long id = each.message().header().messageId();
            if (id == 0) {
                continue;
            }
            List<Bytes> said = nonces.computeIfAbsent(id, fresh -> new ArrayList<>());
            HashPayload hash = (HashPayload) each.opened().payloads().get(0);
            Bytes rest = registry.encode(
                    each.opened().payloads().subList(1, each.opened().payloads().size()));
            boolean quick = each.message().header().exchangeType() == QUICK_MODE;
            assertThat(hash.data()).isEqualTo(due(phase1, quick, id, said, rest).reveal());
            each.opened().payloads().stream()
                    .filter(NoncePayload.class::isInstance)
                    .forEach(nonce -> said.add(((NoncePayload) nonce).data()));
            proven++;
        }
        assertThat(proven).isGreaterThanOrEqualTo(3);
    }

    private Key due(Phase1 phase1, boolean quick, long id, List<Bytes> nonces, Bytes rest) {
        Prf prf = with.prf();
        Key a = phase1.keys.a();
        if (!quick || nonces.isEmpty()) {
            return Hashes.first(prf, a, id, rest);
        }
        return nonces.size() == 1
                ? Hashes.second(prf, a, id, nonces.get(0), rest)
                : Hashes.third(prf, a, id, nonces.get(0), nonces.get(1));
    }

    @ParameterizedTest
    @MethodSource("dev.parley.ikev1.RecordedConversation#all")
    void esp_keys_are_those_that_were_logged(RecordedConversation recorded) throws Exception {
        Phase1 phase1 = new Phase1(recorded);
        Map<Long, List<Opened>> quick = new HashMap<>();
        for (Spoken each : spoken(phase1)) {
            if (each.message().header().exchangeType() == QUICK_MODE) {
                quick.computeIfAbsent(each.message().header().messageId(), fresh -> new ArrayList<>())
                        .add(each.opened());
            }
        }
        List<Bytes> made = new ArrayList<>();
        for (List<Opened> exchange : quick.values()) {
            Bytes ni = exchange.get(0).body(IsakmpPayloads.NONCE.number());
            Bytes nr = exchange.get(1).body(IsakmpPayloads.NONCE.number());
            for (int sender = 0; sender < 2; sender++) {
                // who sends on an SA uses the SPI that the other side has said
                Bytes spi = spi(exchange.get(1 - sender));
                Key keymat = Keymat.of(
                        with.prf(),
                        phase1.keys.d(),
                        Optional.empty(),
                        ESP,
                        spi,
                        ni,
                        nr,
                        KEY_OCTETS + INTEGRITY_KEY_OCTETS);
                made.add(keymat.reveal());
            }
        }
        List<Bytes> logged = new ArrayList<>();
        for (String who : List.of("initiator", "responder")) {
            for (int i = 0; i < recorded.all("encryption " + who + " key").size(); i++) {
                logged.add(Bytes.concat(
                        recorded.all("encryption " + who + " key").get(i),
                        recorded.all("integrity " + who + " key").get(i)));
            }
        }
        assertThat(logged).isNotEmpty().containsExactlyInAnyOrderElementsOf(made);
    }

    private static Bytes spi(Opened message) {
        Bytes spi = ((SaPayload) message.payloads().get(1)).proposals().get(0).spi();
        assertThat(spi.length()).isEqualTo(SPI_OCTETS);
        return spi;
    }
}
