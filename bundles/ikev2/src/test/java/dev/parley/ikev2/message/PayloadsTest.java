package dev.parley.ikev2.message;

import static dev.parley.ikev2.message.Codecs.REGISTRY;
import static dev.parley.ikev2.message.Codecs.assertCodec;
import static dev.parley.ikev2.message.Codecs.assertNoPrefixDecodes;
import static dev.parley.ikev2.message.Codecs.assertRefused;
import static dev.parley.ikev2.message.Codecs.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ipsec.Identity;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Chain;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The payloads without inner structure, laid out by hand from the figures of RFC 7296 sections 3.4 to 3.14. */
class PayloadsTest {
    @Test
    void a_key_exchange_is_written_and_read_and_its_reserved_octets_are_ignored() throws WireException {
        assertCodec(new KePayload(31, Bytes.hex("aabbcc")), "001f 0000 aabbcc");
        assertThat(decode(Ikev2Payloads.KE, "001f ffff aabbcc")).isEqualTo(new KePayload(31, Bytes.hex("aabbcc")));
        assertRefused(Ikev2Payloads.KE, "001f 00");
    }

    @Test
    void an_identity_is_written_and_read_under_its_role() throws WireException {
        assertCodec(IdPayload.of(Role.INITIATOR, Identity.parse("example.com")), "02 000000 6578616d706c652e636f6d");
        assertCodec(IdPayload.of(Role.RESPONDER, Identity.parse("192.0.2.1")), "01 000000 c0000201");
        assertThat(IdPayload.of(Role.INITIATOR, Identity.parse("x")).type()).isEqualTo(Ikev2Payloads.ID_I);
        assertThat(IdPayload.of(Role.RESPONDER, Identity.parse("x")).type()).isEqualTo(Ikev2Payloads.ID_R);
        assertRefused(Ikev2Payloads.ID_I, "02 0000");
    }

    @Test
    void the_reserved_octets_of_an_identity_are_kept_because_the_proof_covers_them() throws WireException {
        IdPayload payload = new IdPayload(Role.INITIATOR, IdType.FQDN, Bytes.hex("010203"), Bytes.utf8("a"));
        assertCodec(payload, "02 010203 61");
        assertThat(payload.identity()).contains(Identity.parse("a"));
    }

    @Test
    void every_identity_of_a_policy_survives_the_way_through_a_payload() {
        for (String text : List.of("psk-a.example", "192.0.2.1", "2001:db8::1", "key-id:0x00ff")) {
            Identity identity = Identity.parse(text);
            assertThat(IdPayload.of(Role.INITIATOR, identity).identity()).contains(identity);
        }
        assertThat(IdPayload.of(Role.INITIATOR, IdType.RFC822_ADDR, Bytes.utf8("jsmith@example.com"))
                        .identity())
                .contains(new Identity("rfc822", Bytes.utf8("jsmith@example.com")));
        assertThat(IdPayload.of(Role.INITIATOR, IdType.DER_ASN1_DN, Bytes.hex("3000"))
                        .identity())
                .contains(new Identity("dn", Bytes.hex("3000")));
    }

    @Test
    void an_identity_of_an_unknown_type_or_a_wrong_length_says_nothing() {
        assertThat(IdPayload.of(Role.INITIATOR, 200, Bytes.utf8("a")).identity())
                .isEmpty();
        assertThat(IdPayload.of(Role.INITIATOR, IdType.IPV4_ADDR, Bytes.zeros(5))
                        .identity())
                .isEmpty();
        assertThat(IdPayload.of(Role.INITIATOR, IdType.IPV6_ADDR, Bytes.zeros(4))
                        .identity())
                .isEmpty();
        assertThatThrownBy(() -> IdPayload.of(Role.INITIATOR, new Identity("passport", Bytes.EMPTY)))
                .hasMessageContaining("passport");
    }

    @Test
    void a_proof_is_written_and_read_and_its_reserved_octets_are_ignored() throws WireException {
        assertCodec(new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, Bytes.hex("aabb")), "02 000000 aabb");
        assertThat(decode(Ikev2Payloads.AUTH, "02 ffffff aabb")).isEqualTo(new AuthPayload(2, Bytes.hex("aabb")));
        assertRefused(Ikev2Payloads.AUTH, "02 0000");
    }

    @Test
    void a_nonce_has_16_to_256_octets() throws WireException {
        assertCodec(new NoncePayload(Bytes.zeros(16)), "00".repeat(16));
        assertCodec(new NoncePayload(Bytes.zeros(256)), "00".repeat(256));
        assertRefused(Ikev2Payloads.NONCE, "00".repeat(15));
        assertRefused(Ikev2Payloads.NONCE, "00".repeat(257));
        assertThatThrownBy(() -> new NoncePayload(Bytes.zeros(15))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoncePayload(Bytes.zeros(257))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_notification_is_written_and_read() throws WireException {
        assertCodec(NotifyPayload.of(NotifyType.COOKIE, Bytes.hex("aabb")), "00 00 4006 aabb");
        assertCodec(NotifyPayload.of(NotifyType.INVALID_SYNTAX), "00 00 0007");
        assertCodec(
                new NotifyPayload(ProtocolId.ESP, Bytes.hex("01020304"), NotifyType.REKEY_SA, Bytes.EMPTY),
                "03 04 4009 01020304");
        assertRefused(Ikev2Payloads.NOTIFY, "03 05 4009 01020304");
    }

    @Test
    void a_deletion_of_child_sas_is_written_and_read() throws WireException {
        String octets = "03 04 0002 01020304 05060708";
        assertCodec(new DeletePayload(ProtocolId.ESP, List.of(Bytes.hex("01020304"), Bytes.hex("05060708"))), octets);
        assertNoPrefixDecodes(Ikev2Payloads.DELETE, octets);
    }

    @Test
    void a_deletion_of_the_ike_sa_has_no_spis() throws WireException {
        assertCodec(new DeletePayload(ProtocolId.IKE, List.of()), "01 00 0000");
        assertRefused(Ikev2Payloads.DELETE, "01 08 0001 0102030405060708");
        assertThatThrownBy(() -> new DeletePayload(ProtocolId.IKE, List.of(Bytes.zeros(8))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_deletion_whose_lengths_lie_is_refused() {
        assertRefused(Ikev2Payloads.DELETE, "03 04 0001 01020304 05060708");
        assertRefused(Ikev2Payloads.DELETE, "03 04 0003 01020304 05060708");
        assertRefused(Ikev2Payloads.DELETE, "03 08 0001 01020304 05060708");
        assertRefused(Ikev2Payloads.DELETE, "03 00 ffff");
        assertRefused(Ikev2Payloads.DELETE, "09 00 ffff");
        assertRefused(Ikev2Payloads.DELETE, "09 01 0401" + "00".repeat(DeletePayload.MAX_SPIS + 1));
    }

    @Test
    void a_vendor_id_and_an_encrypted_payload_are_octets() throws WireException {
        assertCodec(new VendorIdPayload(Bytes.utf8("abc")), "616263");
        assertCodec(new VendorIdPayload(Bytes.EMPTY), "");
        assertCodec(new SkPayload(Bytes.hex("0102")), "0102");
    }

    @Test
    void an_encrypted_payload_ends_its_chain_and_tells_what_is_inside() throws WireException {
        Chain chain = REGISTRY.decode(Ikev2Payloads.SK, new WireReader(Bytes.hex("23 00 0006 0102")));
        assertThat(chain.payloads()).containsExactly(new SkPayload(Bytes.hex("0102")));
        assertThat(chain.next()).isEqualTo(Ikev2Payloads.ID_I.number());
    }

    @Test
    void payloads_that_are_not_understood_are_kept_with_their_critical_bit() throws WireException {
        Bytes octets = Bytes.hex("c8 00 0005 04 00 80 0006 0102");
        List<Unknown> expected = List.of(
                new Unknown(Ikev2Payloads.CERTREQ, false, Bytes.hex("04")),
                new Unknown(new PayloadType(Ikev2Payloads.SPACE, 200), true, Bytes.hex("0102")));
        Chain chain = REGISTRY.decode(Ikev2Payloads.CERTREQ, new WireReader(octets));
        assertThat(chain.payloads()).containsExactlyElementsOf(expected);
        assertThat(REGISTRY.encode(chain.payloads())).isEqualTo(octets);
    }

    @Test
    void the_critical_bit_of_a_known_payload_is_ignored() throws WireException {
        Chain chain = REGISTRY.decode(Ikev2Payloads.VENDOR_ID, new WireReader(Bytes.hex("00 ff 0005 61")));
        assertThat(chain.payloads()).containsExactly(new VendorIdPayload(Bytes.utf8("a")));
    }

    @Test
    void every_codec_is_registered_under_the_type_and_the_notation_of_the_rfc() {
        Ikev2Payloads payloads = new Ikev2Payloads();
        assertThat(payloads.key()).isEqualTo("ikev2");
        assertThat(payloads.codecs()).extracting(codec -> codec.type().space()).containsOnly(payloads.space());
        for (PayloadCodec<?> codec : payloads.codecs()) {
            assertThat(codec.mnemonic())
                    .isEqualTo(Ikev2Payloads.name(codec.type().number()));
        }
    }
}
