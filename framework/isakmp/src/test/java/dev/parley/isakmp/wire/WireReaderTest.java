package dev.parley.isakmp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireReaderTest {
    @Test
    void what_a_writer_wrote_a_reader_reads() throws WireException {
        Bytes written = new WireWriter()
                .u8(0xfe)
                .u16(0xfedc)
                .u32(0xfedcba98L)
                .bytes(Bytes.of(1, 2))
                .toBytes();
        WireReader in = new WireReader(written);
        assertThat(in.u8("a")).isEqualTo(0xfe);
        assertThat(in.u16("b")).isEqualTo(0xfedc);
        assertThat(in.u32("c")).isEqualTo(0xfedcba98L);
        assertThat(in.rest()).isEqualTo(Bytes.of(1, 2));
        in.end("all");
    }

    @Test
    void what_is_missing_is_said_by_name_and_place_and_moves_nothing() throws WireException {
        WireReader in = new WireReader(Bytes.of(1, 2, 3));
        in.u8("first");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> in.u32("Message ID"))
                .withMessage("Message ID at octet 1: needs 4 octets, 2 are left")
                .satisfies(why -> assertThat(why.field()).isEqualTo("Message ID"))
                .satisfies(why -> assertThat(why.offset()).isEqualTo(1));
        assertThat(in.u16("next")).isEqualTo(0x0203);
    }

    @Test
    void a_negative_length_is_refused() {
        WireReader in = new WireReader(Bytes.of(1, 2, 3));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> in.bytes("KE", -1));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> in.sub("KE", Integer.MIN_VALUE));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> in.bytes("KE", Integer.MAX_VALUE));
    }

    @Test
    void a_part_cannot_be_left_and_counts_from_the_outermost_octet() throws WireException {
        WireReader in = new WireReader(Bytes.of(0, 1, 2, 3, 4, 5));
        in.u16("skipped");
        WireReader part = in.sub("part", 3);
        assertThat(in.offset()).isEqualTo(5);
        assertThat(part.u8("a")).isEqualTo(2);
        WireReader inner = part.sub("inner", 2);
        inner.u8("b");
        assertThat(inner.offset()).isEqualTo(4);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> inner.u16("c"))
                .satisfies(why -> assertThat(why.offset()).isEqualTo(4));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> inner.end("inner"))
                .withMessageContaining("1 octets too many");
    }

    @Test
    void a_blame_names_the_octet_ahead() throws WireException {
        WireReader in = new WireReader(Bytes.of(0, 1));
        in.u8("a");
        assertThat(in.bad("b", "is odd")).hasMessage("b at octet 1: is odd");
    }

    @Test
    void a_writer_refuses_what_does_not_fit_a_field() {
        WireWriter out = new WireWriter();
        assertThatIllegalArgumentException().isThrownBy(() -> out.u8(256));
        assertThatIllegalArgumentException().isThrownBy(() -> out.u8(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> out.u16(65536));
        assertThatIllegalArgumentException().isThrownBy(() -> out.u32(1L << 32));
        assertThat(out.length()).isZero();
    }

    @Test
    void a_length_is_patched_in_afterwards_but_only_where_something_is_written() {
        WireWriter out = new WireWriter().u8(7).u16(0);
        out.patchU16(1, 0xabcd);
        assertThat(out.toBytes()).isEqualTo(Bytes.of(7, 0xab, 0xcd));
        assertThatIllegalArgumentException().isThrownBy(() -> out.patchU16(1, 65536));
        assertThatThrownBy(() -> out.patchU16(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_writer_grows() {
        WireWriter out = new WireWriter();
        for (int i = 0; i < 1000; i++) {
            out.u8(i & 0xff);
        }
        out.bytes(Bytes.zeros(5000));
        assertThat(out.toBytes().length()).isEqualTo(6000);
        assertThat(out.toBytes().at(999)).isEqualTo(999 & 0xff);
    }

    @Test
    void a_length_that_lies_is_blamed_itself_and_no_earlier_field_of_the_same_name() throws WireException {
        WireReader in = new WireReader(Bytes.hex("09 01 02"));
        in.u8("Length");
        assertThat(in.bad("Length", "is odd")).hasMessage("Length at octet 0: is odd");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> in.bytes("Length", 9))
                .withMessage("Length at octet 0: needs 9 octets, 2 are left");
        in.bytes("SPI", 2);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> in.bytes("SPI", 2))
                .withMessage("SPI at octet 3: needs 2 octets, 0 are left");
    }
}
