package dev.parley.ikev2.message;

import static dev.parley.ikev2.message.Codecs.assertCodec;
import static dev.parley.ikev2.message.Codecs.assertNoPrefixDecodes;
import static dev.parley.ikev2.message.Codecs.assertRefused;
import static dev.parley.ikev2.message.Codecs.decode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.TsPayload.Selector;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TS payloads; the IPv4 examples are those of RFC 7296 section 3.13, laid out by hand from figures 19 and 20. */
class TsPayloadTest {
    private static final String TSI =
            "02 000000" + "07 11 0010 0064 0064 c6336442 c6336442" + "07 11 0010 00c8 00c8 c6336442 c6336442";

    private static final String ANY4 = "01 000000 07 00 0010 0000 ffff 00000000 ffffffff";

    @Test
    void the_example_of_the_rfc_is_written_and_read() throws WireException {
        TsPayload tsi = TsPayload.of(
                Role.INITIATOR,
                List.of(
                        TrafficSelector.parse("198.51.100.66[17/100]"),
                        TrafficSelector.parse("198.51.100.66[17/200]")));
        assertCodec(tsi, TSI);
        assertNoPrefixDecodes(Ikev2Payloads.TS_I, TSI);
        assertThat(tsi.trafficSelectors())
                .extracting(TrafficSelector::startPort)
                .containsExactly(100, 200);
    }

    @Test
    void ipv6_and_any_port_are_written_and_read() throws WireException {
        assertCodec(
                TsPayload.of(
                        Role.RESPONDER,
                        List.of(TrafficSelector.parse("fd00::/64"), TrafficSelector.parse("0.0.0.0/0"))),
                "02 000000 08 00 0028 0000 ffff fd000000000000000000000000000000 fd00000000000000ffffffffffffffff"
                        + "07 00 0010 0000 ffff 00000000 ffffffff");
    }

    @Test
    void selectors_of_another_type_are_kept_and_say_nothing_in_common_words() throws WireException {
        TsPayload payload = new TsPayload(
                Role.INITIATOR,
                List.of(new Selector(10, Bytes.hex("00616263")), Selector.of(TrafficSelector.parse("10.0.0.1"))));
        assertCodec(payload, "02 000000 0a 00 0007 616263 07 00 0010 0000 ffff 0a000001 0a000001");
        assertThat(payload.trafficSelectors()).containsExactly(TrafficSelector.parse("10.0.0.1"));
    }

    @Test
    void opaque_ports_are_said_and_a_range_that_ends_before_it_starts_is_not() throws WireException {
        assertThat(first("01 000000 07 06 0010 ffff 0000 0a000001 0a000001").toTrafficSelector())
                .isPresent();
        assertThat(first("01 000000 07 06 0010 0002 0001 0a000001 0a000001").toTrafficSelector())
                .isEmpty();
        assertThat(first("01 000000 07 06 0010 0000 ffff 0a000002 0a000001").toTrafficSelector())
                .isEmpty();
    }

    @Test
    void reserved_octets_are_ignored() throws WireException {
        assertThat(decode(Ikev2Payloads.TS_R, ANY4.replace("01 000000", "01 ffffff")))
                .isEqualTo(decode(Ikev2Payloads.TS_R, ANY4));
    }

    @Test
    void lengths_and_counts_that_lie_are_refused() {
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("01 000000", "00 000000"));
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("01 000000", "02 000000"));
        assertRefused(Ikev2Payloads.TS_I, TSI.replace("02 000000", "01 000000"));
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("0010", "000f"));
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("0010", "0011"));
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("0010", "0000"));
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("07 00 0010", "08 00 0010"));
        assertRefused(Ikev2Payloads.TS_I, ANY4.replace("07 00 0010", "0a 00 0003"));
        assertRefused(Ikev2Payloads.TS_I, ANY4 + "00");
        assertRefused(Ikev2Payloads.TS_I, "00 000000");
    }

    private static Selector first(String hex) throws WireException {
        return ((TsPayload) decode(Ikev2Payloads.TS_I, hex)).selectors().get(0);
    }
}
