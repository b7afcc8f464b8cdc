package dev.parley.isakmp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    /** The examples of RFC 4291 section 2.2, and one a rule of RFC 5952 section 4, each with its canonical form. */
    @ParameterizedTest
    @CsvSource({
        "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcdef0123456789abcdef0123456789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
        "2001:DB8:0:0:8:800:200C:417A, 20010db80000000000080800200c417a, 2001:db8::8:800:200c:417a",
        "2001:DB8::8:800:200C:417A, 20010db80000000000080800200c417a, 2001:db8::8:800:200c:417a",
        "FF01:0:0:0:0:0:0:101, ff010000000000000000000000000101, ff01::101",
        "0:0:0:0:0:0:0:1, 00000000000000000000000000000001, ::1",
        "::, 00000000000000000000000000000000, ::",
        "0:0:0:0:0:0:13.1.68.3, 0000000000000000000000000d014403, ::d01:4403",
        "::FFFF:129.144.52.38, 00000000000000000000ffff81903426, ::ffff:129.144.52.38",
        "2001:0db8::0001, 20010db8000000000000000000000001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 20010000000000010000000000000001, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "2001:db8::, 20010db8000000000000000000000000, 2001:db8::",
        "::ffff:c000:201, 00000000000000000000ffffc0000201, ::ffff:192.0.2.1",
        "192.0.2.1, c0000201, 192.0.2.1",
        "0.0.0.0, 00000000, 0.0.0.0",
        "255.255.255.255, ffffffff, 255.255.255.255"
    })
    void an_address_is_read_and_written_canonically(String text, String octets, String canonical) {
        assertThat(IpAddress.parse(text)).contains(Bytes.hex(octets));
        assertThat(IpAddress.format(Bytes.hex(octets))).isEqualTo(canonical);
        assertThat(IpAddress.parse(canonical)).contains(Bytes.hex(octets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..2.3",
                "localhost",
                "::1::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::1",
                "::1%eth0",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4::",
                "1.2.3.4::1",
                "::1.2.3.4:5",
                "::1.2.3",
                ":1:2:3:4:5:6:7",
                "[::1]"
            })
    void what_is_no_address_is_none(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void octets_of_another_length_print_as_hexadecimal() {
        assertThat(IpAddress.format(Bytes.of(1, 2, 3))).isEqualTo("010203");
    }
}
