package dev.parley.ikev2.message;

import static dev.parley.ikev2.message.Codecs.assertCodec;
import static dev.parley.ikev2.message.Codecs.assertNoPrefixDecodes;
import static dev.parley.ikev2.message.Codecs.assertRefused;
import static dev.parley.ikev2.message.Codecs.decode;
import static dev.parley.ikev2.message.TransformType.ENCR;
import static dev.parley.ikev2.message.TransformType.INTEG;
import static dev.parley.ikev2.message.TransformType.SN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SA payloads; the example is the figure of RFC 7296 section 3.3, laid out by hand from figures 7 to 9. */
class SaPayloadTest {
    private static final SaPayload EXAMPLE = new SaPayload(List.of(
            new Proposal(
                    1,
                    ProtocolId.ESP,
                    Bytes.hex("052357bb"),
                    List.of(
                            Transform.of(ENCR, 12, 128),
                            Transform.of(ENCR, 12, 192),
                            Transform.of(ENCR, 12, 256),
                            Transform.of(INTEG, 2),
                            Transform.of(INTEG, 5),
                            Transform.of(SN, 1),
                            Transform.of(SN, 0))),
            new Proposal(
                    2,
                    ProtocolId.ESP,
                    Bytes.hex("35a1d6f2"),
                    List.of(
                            Transform.of(ENCR, 18, 128),
                            Transform.of(ENCR, 18, 256),
                            Transform.of(SN, 1),
                            Transform.of(SN, 0)))));

    private static final String EXAMPLE_OCTETS = "0200 0050 01 03 04 07 052357bb"
            + "0300 000c 01 00 000c 800e 0080"
            + "0300 000c 01 00 000c 800e 00c0"
            + "0300 000c 01 00 000c 800e 0100"
            + "0300 0008 03 00 0002"
            + "0300 0008 03 00 0005"
            + "0300 0008 05 00 0001"
            + "0000 0008 05 00 0000"
            + "0000 0034 02 03 04 04 35a1d6f2"
            + "0300 000c 01 00 0012 800e 0080"
            + "0300 000c 01 00 0012 800e 0100"
            + "0300 0008 05 00 0001"
            + "0000 0008 05 00 0000";

    private static final String SMALL = "0000 0014 01 01 00 01 0000 000c 01 00 000c 800e 0080";

    @Test
    void the_example_of_the_rfc_is_written_and_read() throws WireException {
        assertCodec(EXAMPLE, EXAMPLE_OCTETS);
        assertNoPrefixDecodes(Ikev2Payloads.SA, EXAMPLE_OCTETS);
    }

    @Test
    void a_key_length_is_read_and_a_transform_without_one_has_none() {
        List<Transform> transforms = EXAMPLE.proposals().get(0).transforms();
        assertThat(transforms.get(1).keyBits()).hasValue(192);
        assertThat(transforms.get(3).keyBits()).isEmpty();
        assertThat(EXAMPLE.proposals().get(0).transforms(INTEG))
                .containsExactly(Transform.of(INTEG, 2), Transform.of(INTEG, 5));
    }

    @Test
    void reserved_octets_are_ignored() throws WireException {
        assertThat(decode(Ikev2Payloads.SA, "00ff 0014 01 01 00 01 00ff 000c 01 ff 000c 800e 0080"))
                .isEqualTo(decode(Ikev2Payloads.SA, SMALL));
    }

    @Test
    void unknown_attributes_are_kept_and_make_their_transform_not_understood() throws WireException {
        SaPayload payload = new SaPayload(List.of(new Proposal(
                1,
                ProtocolId.IKE,
                Bytes.EMPTY,
                List.of(
                        new Transform(
                                ENCR,
                                12,
                                List.of(
                                        new Transform.Attribute(Transform.KEY_LENGTH, true, Bytes.hex("0080")),
                                        new Transform.Attribute(99, false, Bytes.hex("010203")))),
                        new Transform(250, 7, List.of(new Transform.Attribute(98, true, Bytes.hex("0001"))))))));
        assertCodec(
                payload,
                "0000 0027 01 01 00 02 0300 0013 01 00 000c 800e 0080 0063 0003 010203 0000 000c fa 00 0007 8062 0001");
        assertThat(payload.proposals().get(0).transforms()).noneMatch(Transform::understood);
        assertThat(EXAMPLE.proposals().get(0).transforms()).allMatch(Transform::understood);
    }

    @Test
    void a_key_length_given_twice_or_in_the_long_format_is_not_understood() {
        Transform.Attribute bits = new Transform.Attribute(Transform.KEY_LENGTH, true, Bytes.hex("0080"));
        assertThat(new Transform(ENCR, 12, List.of(bits, bits)).understood()).isFalse();
        Transform.Attribute longForm = new Transform.Attribute(Transform.KEY_LENGTH, false, Bytes.hex("0080"));
        assertThat(new Transform(ENCR, 12, List.of(longForm)).understood()).isFalse();
    }

    @Test
    void a_proposal_without_transforms_is_read() throws WireException {
        assertCodec(new SaPayload(List.of(new Proposal(1, 1, Bytes.EMPTY, List.of()))), "0000 0008 01 01 00 00");
    }

    @Test
    void lengths_that_lie_are_refused() {
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 0014", "0000 0013"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 0014", "0000 0015"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 0014", "0000 0007"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 0014", "0000 0000"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 000c", "0000 000b"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 000c", "0000 000d"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 000c", "0000 0007"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 000c", "0000 0000"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("01 01 00 01", "01 01 04 01"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("800e 0080", "000e 0001"));
        assertRefused(Ikev2Payloads.SA, SMALL + "00");
    }

    @Test
    void counts_that_lie_are_refused() {
        assertRefused(Ikev2Payloads.SA, SMALL.replace("01 01 00 01", "01 01 00 00"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("01 01 00 01", "01 01 00 02"));
    }

    @Test
    void last_substruc_must_agree_with_what_is_left() {
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 0014", "0200 0014"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 0014", "0300 0014"));
        assertRefused(Ikev2Payloads.SA, SMALL.replace("0000 000c", "0300 000c"));
        assertRefused(Ikev2Payloads.SA, EXAMPLE_OCTETS.replace("0200 0050", "0000 0050"));
        assertRefused(Ikev2Payloads.SA, EXAMPLE_OCTETS.replaceFirst("0300 000c", "0000 000c"));
        assertRefused(Ikev2Payloads.SA, EXAMPLE_OCTETS.replaceFirst("0300 000c", "0200 000c"));
    }

    @Test
    void more_proposals_or_attributes_than_anyone_means_are_refused() throws WireException {
        WireWriter proposals = new WireWriter();
        for (int i = 0; i <= SaPayload.MAX_PROPOSALS; i++) {
            proposals.bytes(Bytes.hex(i < SaPayload.MAX_PROPOSALS ? "0200 0008 01 01 00 00" : "0000 0008 01 01 00 00"));
        }
        assertRefused(Ikev2Payloads.SA, proposals.toBytes());
        assertRefused(Ikev2Payloads.SA, withAttributes(Transform.MAX_ATTRIBUTES + 1));
        assertThat(decode(Ikev2Payloads.SA, withAttributes(Transform.MAX_ATTRIBUTES)))
                .isInstanceOf(SaPayload.class);
    }

    /** Each proposal as full as one may be: what is compared and explained one by one is bounded in all. */
    @Test
    void more_transforms_in_all_proposals_than_anyone_means_are_refused() throws WireException {
        assertThat(decode(Ikev2Payloads.SA, full(SaPayload.MAX_TRANSFORMS))).isInstanceOf(SaPayload.class);
        assertRefused(Ikev2Payloads.SA, full(SaPayload.MAX_TRANSFORMS + 1));
    }

    private static Bytes full(int transforms) {
        WireWriter out = new WireWriter();
        for (int left = transforms; left > 0; left -= Proposal.MAX_TRANSFORMS) {
            int here = Math.min(left, Proposal.MAX_TRANSFORMS);
            boolean last = left <= Proposal.MAX_TRANSFORMS;
            out.u8(last ? 0 : 2).u8(0).u16(8 + 8 * here).u8(1).u8(1).u8(0).u8(here);
            for (int i = 1; i <= here; i++) {
                out.u8(i == here ? 0 : 3).u8(0).u16(8).u8(1).u8(0).u16(12);
            }
        }
        return out.toBytes();
    }

    private static Bytes withAttributes(int count) {
        WireWriter out = new WireWriter().u16(0).u16(16 + 4 * count).bytes(Bytes.hex("01 01 00 01"));
        out.u16(0).u16(8 + 4 * count).bytes(Bytes.hex("01 00 000c"));
        for (int i = 0; i < count; i++) {
            out.u16(0x8000 | i).u16(i);
        }
        return out.toBytes();
    }
}
