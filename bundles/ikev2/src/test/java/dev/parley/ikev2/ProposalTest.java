package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.engine.CatalogTracker;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What two offers have in common (RFC 7296 sections 2.7 and 3.3). */
class ProposalTest {
    private static final Transform GCM = Transform.of(TransformType.ENCR, 20, 128);
    private static final Transform CBC = Transform.of(TransformType.ENCR, 12, 128);
    private static final Transform SHA = Transform.of(TransformType.INTEG, 12);
    private static final Transform PRF = Transform.of(TransformType.PRF, 5);
    private static final Transform X25519 = Transform.of(TransformType.KE, 31);
    private static final Transform MODP = Transform.of(TransformType.KE, 14);
    private static final Transform NO_ESN = Transform.of(TransformType.SN, 0);

    private final Catalog catalog = catalog();
    private final Offer gcm =
            Offer.ike(List.of(Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "x25519")), catalog);
    private final Offer cbc = Offer.ike(
            List.of(Policies.suite("aes-cbc:128", Optional.of("hmac-sha2-256-128"), "hmac-sha2-256", "x25519")),
            catalog);

    private static Catalog catalog() {
        CatalogTracker tracker = new CatalogTracker();
        tracker.add(new CiphersComponent());
        tracker.add(new OakleyComponent());
        return tracker.catalog();
    }

    private static Proposal ike(int number, Transform... transforms) {
        return new Proposal(number, ProtocolId.IKE, Bytes.EMPTY, List.of(transforms));
    }

    private static Choice choose(Offer acceptable, Proposal... offered) throws Refusal {
        return Choice.of(List.of(offered), ProtocolId.IKE, acceptable, Bytes.EMPTY, OptionalInt.empty());
    }

    private static void refused(Offer acceptable, Proposal... offered) {
        assertThatThrownBy(() -> choose(acceptable, offered)).isInstanceOf(Refusal.class);
    }

    /** Sections 2.7 and 3.3.1: the number of the chosen proposal comes back, and one transform of each type. */
    @Test
    void the_answer_echoes_the_number_and_has_one_transform_of_each_type() throws Refusal {
        Choice choice = choose(gcm, ike(1, CBC, SHA, PRF, X25519), ike(2, GCM, PRF, MODP, X25519, X25519));
        assertThat(choice.answer()).isEqualTo(ike(2, GCM, PRF, X25519));
    }

    /** Section 3.3.6: an unknown transform type makes the proposal unusable, not the message. */
    @Test
    void an_unknown_transform_type_makes_only_its_proposal_unusable() throws Refusal {
        Transform unknown = Transform.of(77, 1);
        assertThat(choose(gcm, ike(1, GCM, PRF, X25519, unknown), ike(2, GCM, PRF, X25519))
                        .answer()
                        .number())
                .isEqualTo(2);
        refused(gcm, ike(1, GCM, PRF, X25519, unknown));
        refused(gcm, ike(1, GCM, PRF, X25519, Transform.of(77, 0)));
    }

    /** Section 3.3.6: an unknown transform ID, or an attribute that is not understood, makes only the transform so. */
    @Test
    void unknown_transforms_and_attributes_are_passed_over() throws Refusal {
        Transform strange = new Transform(
                TransformType.ENCR,
                20,
                List.of(
                        new Transform.Attribute(Transform.KEY_LENGTH, true, Bytes.unsigned(128, 2)),
                        new Transform.Attribute(99, true, Bytes.unsigned(1, 2))));
        assertThat(strange.understood()).isFalse();
        refused(gcm, ike(1, strange, PRF, X25519));
        assertThat(choose(gcm, ike(1, strange, Transform.of(TransformType.ENCR, 9999), GCM, PRF, X25519))
                        .answer())
                .isEqualTo(ike(1, GCM, PRF, X25519));
    }

    /** Section 3.3.5: AES has several key sizes, so one must be said; it must be ours. */
    @Test
    void aes_without_a_key_length_or_with_another_is_not_ours() {
        refused(gcm, ike(1, Transform.of(TransformType.ENCR, 20), PRF, X25519));
        refused(gcm, ike(1, Transform.of(TransformType.ENCR, 20, 256), PRF, X25519));
        refused(gcm, ike(1, Transform.of(TransformType.ENCR, 20, 0), PRF, X25519));
    }

    /** RFC 7634 section 4: the Key Length attribute is never sent with it, and means another algorithm. */
    @Test
    void chacha20_has_one_key_size_and_never_says_it() throws Refusal {
        Transform chacha = Transform.of(TransformType.ENCR, 28);
        Offer offer = Offer.ike(
                List.of(Policies.suite("chacha20-poly1305", Optional.empty(), "hmac-sha2-256", "x25519")), catalog);
        assertThat(offer.proposals(ProtocolId.IKE, Bytes.EMPTY)).containsExactly(ike(1, chacha, PRF, X25519));
        assertThat(choose(offer, ike(1, chacha, PRF, X25519)).suite().encryption())
                .hasToString("chacha20-poly1305");
        refused(offer, ike(1, Transform.of(TransformType.ENCR, 28, 256), PRF, X25519));
    }

    @Test
    void a_key_size_that_the_cipher_does_not_have_is_not_offered() {
        for (String never : List.of("chacha20-poly1305:256", "aes-gcm-16:136")) {
            assertThat(Offer.ike(List.of(Policies.suite(never, Optional.empty(), "hmac-sha2-256", "x25519")), catalog)
                            .isEmpty())
                    .isTrue();
        }
    }

    /** Section 3.3.3, RFC 5282 section 8: beside an authenticated cipher INTEG is absent or NONE. */
    @Test
    void an_authenticated_cipher_with_integrity_none_is_accepted_and_answered_so() throws Refusal {
        Transform none = Transform.of(TransformType.INTEG, TransformType.NONE);
        assertThat(choose(gcm, ike(1, GCM, none, PRF, X25519)).answer().transforms())
                .contains(none);
        refused(gcm, ike(1, GCM, SHA, PRF, X25519));
        refused(cbc, ike(1, CBC, none, PRF, X25519));
        refused(cbc, ike(1, CBC, PRF, X25519));
    }

    @Test
    void a_proposal_that_lacks_a_type_is_not_acceptable() {
        refused(gcm, ike(1, GCM, PRF));
        refused(gcm, ike(1, GCM, X25519));
        refused(gcm, ike(1));
        refused(gcm, new Proposal(1, ProtocolId.ESP, Bytes.EMPTY, List.of(GCM, PRF, X25519)));
        refused(gcm);
    }

    @Test
    void the_key_exchange_that_the_peer_guessed_is_preferred_if_it_is_ours() throws Refusal {
        Offer both = new Offer(Stream.of("x25519", "modp-2048")
                .flatMap(name -> Offer.ike(
                        List.of(Policies.suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", name)), catalog)
                        .rows()
                        .stream())
                .toList());
        Proposal offered = ike(1, GCM, PRF, X25519, MODP);
        assertThat(Choice.of(List.of(offered), ProtocolId.IKE, both, Bytes.EMPTY, OptionalInt.of(14))
                        .answer())
                .isIn(ike(1, GCM, PRF, MODP), ike(1, GCM, PRF, X25519));
    }

    /** Section 3.3.6: the initiator checks that the answer is one of its own proposals, and nothing else. */
    @Test
    void the_initiator_accepts_only_what_it_offered() throws Refusal {
        assertThat(Choice.accept(List.of(ike(1, GCM, PRF, X25519)), ProtocolId.IKE, gcm)
                        .answer()
                        .number())
                .isEqualTo(1);
        List<List<Proposal>> wrong = List.of(
                List.of(),
                List.of(ike(0, GCM, PRF, X25519)),
                List.of(ike(2, GCM, PRF, X25519)),
                List.of(ike(1, GCM, PRF)),
                List.of(ike(1, GCM, PRF, MODP)),
                List.of(ike(1, GCM, PRF, X25519, X25519)),
                List.of(ike(1, GCM, PRF, X25519, Transform.of(77, 1))),
                List.of(ike(1, CBC, SHA, PRF, X25519)),
                List.of(ike(1, Transform.of(TransformType.ENCR, 20, 256), PRF, X25519)),
                List.of(ike(1, GCM, PRF, X25519), ike(1, GCM, PRF, X25519)),
                List.of(new Proposal(1, ProtocolId.ESP, Bytes.EMPTY, List.of(GCM, PRF, X25519))));
        for (List<Proposal> answer : wrong) {
            assertThatThrownBy(() -> Choice.accept(answer, ProtocolId.IKE, gcm))
                    .as("%s", answer)
                    .isInstanceOf(Refusal.class);
        }
    }

    /** Section 3.3.3: ESP has a mandatory ESN transform; a key exchange that may be NONE is taken as none. */
    @Test
    void esp_wants_the_esn_transform_and_takes_key_exchange_none() throws Refusal {
        Offer esp = Offer.esp(
                List.of(Policies.pair("x", "y", "z")
                        .a()
                        .children()
                        .get(0)
                        .suites()
                        .get(0)),
                catalog);
        Bytes spi = Bytes.hex("00001234");
        Transform none = Transform.of(TransformType.KE, TransformType.NONE);
        Proposal offered = new Proposal(1, ProtocolId.ESP, spi, List.of(GCM, NO_ESN, none, X25519));
        assertThat(Choice.of(List.of(offered), ProtocolId.ESP, esp, spi, OptionalInt.empty())
                        .answer()
                        .transforms())
                .containsExactlyInAnyOrder(GCM, NO_ESN, none);
        Proposal without = new Proposal(1, ProtocolId.ESP, spi, List.of(GCM));
        assertThatThrownBy(() -> Choice.of(List.of(without), ProtocolId.ESP, esp, spi, OptionalInt.empty()))
                .isInstanceOf(Refusal.class);
    }
}
