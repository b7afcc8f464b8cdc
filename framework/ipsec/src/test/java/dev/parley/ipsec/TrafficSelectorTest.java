package dev.parley.ipsec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficSelectorTest {
    private static final TrafficSelector OPAQUE =
            new TrafficSelector(58, 65535, 0, Bytes.of(10, 0, 0, 0), Bytes.of(10, 255, 255, 255));

    private static TrafficSelector parse(String text) {
        return TrafficSelector.parse(text);
    }

    private static TrafficSelector ports(int from, int to) {
        return new TrafficSelector(6, from, to, Bytes.of(10, 0, 0, 1), Bytes.of(10, 0, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 0, 0, 65535, 0a000000, 0affffff",
        "10.1.2.3/8, 0, 0, 65535, 0a000000, 0affffff",
        "10.0.0.7, 0, 0, 65535, 0a000007, 0a000007",
        "0.0.0.0/0, 0, 0, 65535, 00000000, ffffffff",
        "10.0.0.129/25, 0, 0, 65535, 0a000080, 0a0000ff",
        "192.0.2.1/32, 0, 0, 65535, c0000201, c0000201",
        "10.0.0.1-10.0.0.9[17], 17, 0, 65535, 0a000001, 0a000009",
        "10.0.0.0/8[6/443], 6, 443, 443, 0a000000, 0affffff",
        "10.0.0.0/8[6/0], 6, 0, 0, 0a000000, 0affffff",
        "fd00::1, 0, 0, 65535, fd000000000000000000000000000001, fd000000000000000000000000000001",
        "2001:db8::/33, 0, 0, 65535, 20010db8000000000000000000000000, 20010db87fffffffffffffffffffffff",
        "::/0, 0, 0, 65535, 00000000000000000000000000000000, ffffffffffffffffffffffffffffffff",
        "fd00::1-fd00::ff[58], 58, 0, 65535, fd000000000000000000000000000001, fd0000000000000000000000000000ff"
    })
    void it_is_read_from_text(String text, int protocol, int from, int to, String start, String end) {
        assertThat(parse(text)).isEqualTo(new TrafficSelector(protocol, from, to, Bytes.hex(start), Bytes.hex(end)));
        assertThat(parse(parse(text).toString())).isEqualTo(parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "fd00::/129",
                "10.0.0.9-10.0.0.1",
                "10.0.0.1-fd00::1",
                "10.0.0.0/8[256]",
                "10.0.0.0/8[6/65536]",
                "10.0.0.0/8[tcp]",
                "10.0.0.0/8 ",
                "net",
                "10.0.0.0/",
                "10.0.0.256/24",
                "1::2::3/8"
            })
    void what_is_none_is_refused_in_words_that_name_it(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessageContaining("'");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, 10.1.0.0/16",
        "10.0.0.0/8, 11.0.0.0/8, ",
        "10.0.0.1-10.0.0.9, 10.0.0.5-10.0.0.20, 10.0.0.5-10.0.0.9",
        "10.0.0.0/8[6], 10.0.0.0/8, 10.0.0.0/8[6]",
        "10.0.0.0/8[6], 10.0.0.0/8[17], ",
        "10.0.0.0/8[6/443], 10.1.0.0/16[6], 10.1.0.0/16[6/443]",
        "10.0.0.0/8[6/443], 10.0.0.0/8[6/80], ",
        "0.0.0.0/0, ::/0, ",
        "fd00::/8, fd00::1-fd01::1, fd00::1-fd01::1",
        "2001:db8::/32, 2001:db8:ffff::/48[58], 2001:db8:ffff::/48[58]"
    })
    void what_both_cover_is_the_same_from_either_side(String one, String other, String both) {
        assertThat(parse(one)
                        .intersect(parse(other))
                        .map(TrafficSelector::toString)
                        .orElse(null))
                .isEqualTo(both);
        assertThat(parse(other).intersect(parse(one))).isEqualTo(parse(one).intersect(parse(other)));
    }

    @Test
    void port_ranges_overlap_or_do_not() {
        assertThat(ports(10, 20).intersect(ports(15, 30))).contains(ports(15, 20));
        assertThat(ports(10, 20).intersect(ports(21, 30))).isEmpty();
        assertThat(ports(20, 10).intersect(ports(0, 65535))).isEmpty();
    }

    @Test
    void it_covers_what_lies_within_it() {
        assertThat(parse("10.0.0.0/8").covers(parse("10.1.0.0/16[6/443]"))).isTrue();
        assertThat(parse("10.0.0.0/8").covers(parse("10.0.0.0/8"))).isTrue();
        assertThat(parse("10.1.0.0/16").covers(parse("10.0.0.0/8"))).isFalse();
        assertThat(parse("10.0.0.0/8[6]").covers(parse("10.0.0.0/8"))).isFalse();
        assertThat(parse("::/0").covers(parse("fd00::1"))).isTrue();
    }

    /** RFC 4301 section 4.4.1.1: "The ANY value encompasses the OPAQUE value." */
    @Test
    void any_port_encompasses_opaque_and_no_other_range_does() {
        TrafficSelector any = parse("10.0.0.0/8");
        TrafficSelector some = parse("10.0.0.0/8[58/1]");
        assertThat(any.intersect(OPAQUE)).contains(OPAQUE);
        assertThat(OPAQUE.intersect(any)).contains(OPAQUE);
        assertThat(OPAQUE.intersect(OPAQUE)).contains(OPAQUE);
        assertThat(any.covers(OPAQUE)).isTrue();
        assertThat(OPAQUE.covers(any)).isFalse();
        assertThat(OPAQUE.intersect(some)).isEmpty();
        assertThat(some.intersect(OPAQUE)).isEmpty();
    }

    @Test
    void what_no_field_can_hold_is_no_selector() {
        Bytes four = Bytes.of(10, 0, 0, 1);
        Bytes sixteen = Bytes.zeros(16);
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficSelector(0, 0, 1, four, sixteen));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficSelector(0, 0, 1, Bytes.EMPTY, Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficSelector(256, 0, 1, four, four));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficSelector(6, -1, 1, four, four));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficSelector(6, 0, 65536, four, four));
    }

    @Test
    void ranges_print_as_prefixes_where_they_are_some() {
        assertThat(parse("10.0.0.0-10.0.0.255")).hasToString("10.0.0.0/24");
        assertThat(parse("10.0.0.1-10.0.0.2")).hasToString("10.0.0.1-10.0.0.2");
        assertThat(ports(10, 20)).hasToString("10.0.0.1/32[6/10-20]");
    }
}
