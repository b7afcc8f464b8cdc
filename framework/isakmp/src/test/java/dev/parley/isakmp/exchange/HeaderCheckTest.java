package dev.parley.isakmp.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.exchange.HeaderCheck.Fault;
import dev.parley.isakmp.exchange.HeaderCheck.Phase;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2408 sections 5.1 and 5.2. */
class HeaderCheckTest {
    private static final int OCTETS = 100;

    private static String fault(IsakmpHeader header, Phase phase) {
        return HeaderCheck.fault(header, OCTETS, phase, type -> type == 2, type -> type < 14)
                .map(Fault::name)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 2, 0, 0, 100, ''",
        "1, 1, 0, 2, 7, 0, 100, ''",
        "1, 1, 0, 2, 0, 0, 99, UNEQUAL-PAYLOAD-LENGTHS",
        "1, 1, 0, 2, 0, 0, 101, UNEQUAL-PAYLOAD-LENGTHS",
        "0, 1, 0, 2, 0, 0, 100, INVALID-PAYLOAD-TYPE",
        "14, 1, 0, 2, 0, 0, 100, INVALID-PAYLOAD-TYPE",
        "1, 2, 0, 2, 0, 0, 100, INVALID-MAJOR-VERSION",
        "1, 0, 0, 2, 0, 0, 100, INVALID-MAJOR-VERSION",
        "1, 1, 1, 2, 0, 0, 100, INVALID-MINOR-VERSION",
        "1, 1, 0, 3, 0, 0, 100, INVALID-EXCHANGE-TYPE",
        "1, 1, 0, 2, 8, 0, 100, INVALID-FLAGS",
        "1, 1, 0, 2, 128, 0, 100, INVALID-FLAGS",
        "1, 1, 0, 2, 0, 5, 100, INVALID-MESSAGE-ID",
        "14, 9, 9, 9, 255, 5, 7, UNEQUAL-PAYLOAD-LENGTHS"
    })
    void each_field_is_judged_in_the_order_of_the_rfc(
            int next, int major, int minor, int exchange, int flags, long messageId, long length, String name) {
        Bytes cookie = Bytes.hex("1111111111111111");
        assertThat(fault(
                        new IsakmpHeader(cookie, cookie, next, major, minor, exchange, flags, messageId, length),
                        Phase.ONE))
                .isEqualTo(name);
    }

    @Test
    void in_phase_two_a_message_has_an_id() {
        Bytes cookie = Bytes.hex("1111111111111111");
        assertThat(fault(new IsakmpHeader(cookie, cookie, 1, 1, 0, 2, 0, 0, OCTETS), Phase.TWO))
                .isEqualTo("INVALID-MESSAGE-ID");
        assertThat(fault(new IsakmpHeader(cookie, cookie, 1, 1, 0, 2, 0, 5, OCTETS), Phase.TWO))
                .isEmpty();
    }
}
