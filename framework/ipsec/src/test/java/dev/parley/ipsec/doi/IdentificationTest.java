package dev.parley.ipsec.doi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.ipsec.Identity;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2407 section 4.6.2. */
class IdentificationTest {
    private static IdPayload id(int type, String specific, String data) {
        return new IdPayload(type, Bytes.hex(specific), Bytes.hex(data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "2001:db8::1", "a.example", "carol@example", "key-id:0102"})
    void a_peers_identity_is_written_and_read_again(String text) throws Refusal {
        Identity identity = Identity.parse(text);
        assertThat(Identification.peer(Identification.of(identity))).isEqualTo(identity);
    }

    @ParameterizedTest
    @CsvSource({"000000, true", "1101f4, true", "111194, false", "110000, false", "0001f4, false", "0601f4, false"})
    void a_peer_is_at_no_port_or_at_udp_500(String specific, boolean fine) throws Refusal {
        IdPayload id = id(IdType.IPV4_ADDR, specific, "0a000001");
        if (fine) {
            assertThat(Identification.peer(id)).isEqualTo(Identity.parse("10.0.0.1"));
        } else {
            refused(() -> Identification.peer(id), "must be 0 and 0 or 17 and 500");
        }
    }

    @Test
    void what_names_no_peer_is_refused() {
        refused(() -> Identification.peer(id(IdType.IPV4_ADDR_SUBNET, "000000", "0a000000ffffff00")), "names no peer");
        refused(() -> Identification.peer(id(99, "000000", "0a")), "ID type 99");
        refused(() -> Identification.peer(id(IdType.IPV4_ADDR, "000000", "0a0000")), "3 octets");
        refused(() -> Identification.peer(id(IdType.IPV6_ADDR, "000000", "0a000001")), "4 octets");
        refused(() -> Identification.peer(id(IdType.FQDN, "000000", "")), "0 octets");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 000000, 0a010203, 10.1.2.3/32",
        "4, 000000, 0a010000ffff0000, 10.1.0.0/16",
        "4, 000000, 0a010203ffff0000, 10.1.0.0/16",
        "4, 000000, 0000000000000000, 0.0.0.0/0",
        "7, 000000, 0a0102030a010209, 10.1.2.3-10.1.2.9"
    })
    void a_client_identity_is_a_selector(int type, String specific, String data, String selector) throws Refusal {
        assertThat(Identification.selector(id(type, specific, data))).isEqualTo(TrafficSelector.parse(selector));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3/32",
                "10.1.0.0/16",
                "0.0.0.0/0",
                "10.1.2.3-10.1.2.9",
                "2001:db8::/32",
                "2001:db8::1/128",
                "2001:db8::1-2001:db8::9"
            })
    void a_selector_is_written_and_read_again(String text) throws Refusal {
        TrafficSelector selector = TrafficSelector.parse(text);
        assertThat(Identification.selector(Identification.of(selector))).isEqualTo(selector);
    }

    @Test
    void a_client_identity_has_one_protocol_and_port_or_any() throws Refusal {
        TrafficSelector web = new TrafficSelector(6, 80, 80, Bytes.of(10, 1, 2, 0), Bytes.of(10, 1, 2, 255));
        IdPayload written = id(IdType.IPV4_ADDR_SUBNET, "060050", "0a010200ffffff00");
        assertThat(Identification.selector(written)).isEqualTo(web);
        assertThat(Identification.of(web)).isEqualTo(written);
    }

    @Test
    void the_shortest_way_to_name_traffic_is_taken() throws Refusal {
        assertThat(Identification.of(TrafficSelector.parse("10.1.2.3/32")).idType())
                .isEqualTo(IdType.IPV4_ADDR);
        assertThat(Identification.of(TrafficSelector.parse("10.1.2.0-10.1.2.255"))
                        .idType())
                .isEqualTo(IdType.IPV4_ADDR_SUBNET);
        assertThat(Identification.of(TrafficSelector.parse("10.1.2.0-10.1.2.254"))
                        .idType())
                .isEqualTo(IdType.IPV4_ADDR_RANGE);
        assertThat(Identification.of(TrafficSelector.parse("2001:db8::1-2001:db8::9"))
                        .idType())
                .isEqualTo(IdType.IPV6_ADDR_RANGE);
    }

    @Test
    void what_names_no_traffic_is_refused() {
        refused(() -> Identification.selector(id(IdType.FQDN, "000000", "61")), "names no addresses");
        refused(() -> Identification.selector(id(IdType.IPV4_ADDR_SUBNET, "000000", "0a010000")), "4 octets");
        refused(() -> Identification.selector(id(IdType.IPV4_ADDR, "000000", "0a01000000")), "5 octets");
        refused(
                () -> Identification.selector(id(IdType.IPV4_ADDR_SUBNET, "000000", "0a010000ff00ff00")),
                "which is no prefix");
        refused(
                () -> Identification.selector(id(IdType.IPV4_ADDR_SUBNET, "000000", "0a010000fffd0000")),
                "which is no prefix");
        refused(
                () -> Identification.selector(id(IdType.IPV4_ADDR_RANGE, "000000", "0a0102090a010203")),
                "ends before it begins");
    }

    @Test
    void several_ports_cannot_be_said() {
        TrafficSelector ports = new TrafficSelector(6, 80, 90, Bytes.of(10, 0, 0, 0), Bytes.of(10, 0, 0, 255));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Identification.of(ports))
                .withMessageContaining("several ports")
                .satisfies(refusal -> assertThat(refusal.blame()).isEqualTo(Blame.LOCAL_FAILURE));
    }

    @Test
    void an_identity_of_another_kind_cannot_be_said() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identification.of(new Identity("principal", Bytes.of(1))));
    }

    private interface Refusing {
        Object run() throws Refusal;
    }

    private static void refused(Refusing what, String why) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(what::run)
                .withMessageContaining(why)
                .satisfies(refusal ->
                        assertThat(refusal.code()).contains(NotifyType.code(NotifyType.INVALID_ID_INFORMATION)));
    }
}
