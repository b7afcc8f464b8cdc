package dev.parley.isakmp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
    private final Bytes octets = Bytes.hex("00 01 7f 80 ff");

    @Test
    void a_copy_does_not_see_later_changes_of_its_array() {
        byte[] array = {1, 2, 3};
        Bytes copy = Bytes.copyOf(array);
        array[0] = 9;
        assertThat(copy).isEqualTo(Bytes.of(1, 2, 3));
        copy.toArray()[1] = 9;
        assertThat(copy).isEqualTo(Bytes.of(1, 2, 3));
    }

    @Test
    void a_slice_equals_the_same_octets_made_elsewhere_and_hashes_alike() {
        Bytes slice = octets.slice(1, 4);
        assertThat(slice).isEqualTo(Bytes.hex("017f80")).hasSameHashCodeAs(Bytes.hex("017f80"));
        assertThat(slice.from(1)).isEqualTo(Bytes.of(0x7f, 0x80));
        assertThat(octets.slice(5, 5)).isSameAs(Bytes.EMPTY);
    }

    @Test
    void nothing_outside_a_slice_is_reached_through_it() {
        Bytes slice = octets.slice(1, 3);
        assertThatThrownBy(() -> slice.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.number(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_copy_of_more_than_there_is_is_refused_and_not_filled_with_zeros() {
        assertThatThrownBy(() -> Bytes.copyOf(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.copyOf(new byte[2], 3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void numbers_are_big_endian_and_unsigned() {
        assertThat(Bytes.unsigned(0x0102, 4)).isEqualTo(Bytes.of(0, 0, 1, 2));
        assertThat(Bytes.unsigned(-1, 8)).isEqualTo(Bytes.hex("ffffffffffffffff"));
        assertThat(octets.number(2, 3)).isEqualTo(0x7f80ffL);
        assertThat(octets.at(4)).isEqualTo(255);
    }

    @Test
    void a_number_that_does_not_fit_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.unsigned(0x10000, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.unsigned(-1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of(256));
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.of(-1));
    }

    @Test
    void concatenation_and_order() {
        assertThat(Bytes.concat(Bytes.of(1), Bytes.EMPTY, octets.slice(3, 5))).isEqualTo(Bytes.of(1, 0x80, 0xff));
        assertThat(Bytes.of(0x80)).isGreaterThan(Bytes.of(0x7f, 0xff));
        assertThat(Bytes.of(1)).isLessThan(Bytes.of(1, 0));
        assertThat(Bytes.of(1)).isNotEqualTo(Bytes.of(1, 0));
    }

    @Test
    void zero_and_empty() {
        assertThat(Bytes.zeros(3).isZero()).isTrue();
        assertThat(octets.isZero()).isFalse();
        assertThat(Bytes.zeros(0)).isEqualTo(Bytes.EMPTY);
        assertThat(Bytes.EMPTY.isEmpty()).isTrue();
    }

    @Test
    void it_prints_as_hexadecimal_and_for_people_without_what_moves_a_cursor() {
        assertThat(octets).hasToString("00017f80ff");
        assertThat(Bytes.concat(Bytes.utf8("a\u001b[31m"), Bytes.of(0xff)).printable())
                .startsWith("a?[31m")
                .doesNotContain("\u001b");
    }
}
