package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final String IPV4 = "45000021 0000 0000 40 11 0000 0a000001 0a000002";
    private static final String UDP = "01f4 01f4 000d 0000 68656c6c6f";
    private static final String IPV6_ADDRESSES =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    private static IpPacket ip(int linkType, String hex) throws WireException {
        Bytes octets = Bytes.hex(hex);
        return Headers.ip(new Frame(1, 0, linkType, octets, octets.length())).orElseThrow();
    }

    private static String hello(IpPacket packet) throws WireException {
        assertThat(packet.protocol()).isEqualTo(IpPacket.UDP);
        return UdpDatagram.read(packet.payload()).payload().printable();
    }

    @Test
    void each_link_type_leads_to_the_packet() throws WireException {
        assertThat(hello(ip(LinkType.RAW, IPV4 + UDP))).isEqualTo("hello");
        assertThat(hello(ip(LinkType.IPV4, IPV4 + UDP))).isEqualTo("hello");
        assertThat(hello(ip(LinkType.NULL, "02000000" + IPV4 + UDP))).isEqualTo("hello");
        assertThat(hello(ip(LinkType.LOOP, "00000002" + IPV4 + UDP))).isEqualTo("hello");
        assertThat(hello(ip(LinkType.ETHERNET, "0200000000010200000000020800" + IPV4 + UDP)))
                .isEqualTo("hello");
    }

    @Test
    void vlan_tags_are_passed_over_but_not_without_end() throws WireException {
        String macs = "020000000001020000000002";
        assertThat(hello(ip(LinkType.ETHERNET, macs + "88a80001" + "81000002" + "0800" + IPV4 + UDP)))
                .isEqualTo("hello");
        assertThatThrownBy(() -> ip(LinkType.ETHERNET, macs + "81000001".repeat(9) + "0800" + IPV4 + UDP))
                .hasMessageContaining("VLAN tag");
    }

    @Test
    void what_an_ethernet_card_pads_is_not_part_of_the_packet() throws WireException {
        assertThat(hello(ip(LinkType.RAW, IPV4 + UDP + "000000000000"))).isEqualTo("hello");
    }

    @Test
    void a_packet_whose_length_the_card_left_open_reaches_to_the_end() throws WireException {
        assertThat(hello(ip(LinkType.RAW, IPV4.replace("45000021", "45000000") + UDP)))
                .isEqualTo("hello");
    }

    @Test
    void options_of_either_version_are_passed_over() throws WireException {
        assertThat(hello(ip(LinkType.RAW, IPV4.replace("45000021", "46000025") + "01010101" + UDP)))
                .isEqualTo("hello");
        String hopByHopAndWholeFragment = "2c00 010400000000" + "1100 0000 00000007";
        assertThat(hello(ip(LinkType.RAW, "60000000 001d 00 40" + IPV6_ADDRESSES + hopByHopAndWholeFragment + UDP)))
                .isEqualTo("hello");
    }

    @Test
    void fragments_are_refused_in_words() {
        assertThatThrownBy(() -> ip(LinkType.RAW, IPV4.replace("0000 0000 40", "0000 2000 40") + UDP))
                .hasMessageContaining("an IPv4 fragment, and fragments are not put together here");
        assertThatThrownBy(() -> ip(LinkType.RAW, IPV4.replace("0000 0000 40", "0000 00b9 40") + UDP))
                .hasMessageContaining("an IPv4 fragment");
        assertThatThrownBy(() -> ip(LinkType.RAW, "60000000 0015 2c 40" + IPV6_ADDRESSES + "1100 0001 00000007" + UDP))
                .hasMessageContaining("an IPv6 fragment");
    }

    @Test
    void headers_that_lie_are_refused_with_the_field() {
        assertThatThrownBy(() -> ip(LinkType.RAW, IPV4.replace("45000021", "4500ffff") + UDP))
                .hasMessageContaining("Total Length");
        assertThatThrownBy(() -> ip(LinkType.RAW, IPV4.replace("45000021", "41000021") + UDP))
                .hasMessageContaining("IHL");
        assertThatThrownBy(() -> UdpDatagram.read(Bytes.hex("01f401f4 0007 0000")))
                .hasMessageContaining("UDP Length");
        assertThatThrownBy(() -> UdpDatagram.read(Bytes.hex("01f401f4 0009 0000")))
                .hasMessageContaining("UDP Length");
    }

    @Test
    void what_is_no_ip_is_passed_over() throws WireException {
        Bytes arp = Bytes.hex("0200000000010200000000020806 0001");
        assertThat(Headers.ip(new Frame(1, 0, LinkType.ETHERNET, arp, arp.length())))
                .isEmpty();
    }
}
