package dev.parley.isakmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import org.junit.jupiter.api.Test;

class IsakmpHeaderTest {
    private static final Bytes OCTETS = Bytes.hex("0102030405060708 1112131415161718 21 20 22 08 fffffffe 80000001");

    @Test
    void it_is_read_field_by_field_and_written_as_it_was() throws WireException {
        IsakmpHeader header = IsakmpHeader.read(new WireReader(OCTETS));
        assertThat(header)
                .isEqualTo(new IsakmpHeader(
                        OCTETS.slice(0, 8), OCTETS.slice(8, 16), 0x21, 2, 0, 0x22, 8, 0xfffffffeL, 0x80000001L));
        WireWriter out = new WireWriter();
        header.write(out);
        assertThat(out.toBytes()).isEqualTo(OCTETS);
        assertThat(header.has(8)).isTrue();
        assertThat(header.has(0x20)).isFalse();
        assertThat(header.withLength(28).length()).isEqualTo(28);
    }

    @Test
    void a_shorter_one_is_refused_at_every_length() {
        for (int length = 0; length < IsakmpHeader.OCTETS; length++) {
            WireReader cut = new WireReader(OCTETS.slice(0, length));
            assertThatExceptionOfType(WireException.class).isThrownBy(() -> IsakmpHeader.read(cut));
        }
    }
}
