package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretOctetsTest {
    private static final Bytes OCTETS = Bytes.hex("c0ffee");

    private record Holder(String name, Key key, Optional<SharedSecret> secret) {}

    @Test
    void a_secret_prints_its_length_alone_wherever_it_stands() {
        Key key = Key.of(OCTETS);
        SharedSecret secret = SharedSecret.of(OCTETS);
        assertThat(key).hasToString("secret(3)");
        assertThat(List.of(secret)).hasToString("[secret(3)]");
        assertThat(new Holder("h", key, Optional.of(secret)).toString())
                .contains("secret(3)")
                .doesNotContainIgnoringCase("c0ffee")
                .doesNotContain("-64");
    }

    @Test
    void equality_is_of_the_octets_and_the_hash_tells_the_length_alone() {
        Key key = Key.of(OCTETS);
        assertThat(key).isEqualTo(Key.of(OCTETS)).hasSameHashCodeAs(Key.of(Bytes.hex("000000")));
        assertThat(key).isNotEqualTo(Key.of(Bytes.hex("c0ffef"))).isNotEqualTo(Key.of(Bytes.hex("c0ff")));
        assertThat(key.equals(SharedSecret.of(OCTETS))).isTrue();
        assertThat(SharedSecret.of(OCTETS).equals(key)).isTrue();
        assertThat(key.equals(null)).isFalse();
    }

    @Test
    void wiping_overwrites_what_was_taken_over_and_no_duplicate() {
        byte[] taken = OCTETS.toArray();
        Key key = Key.owning(taken);
        Key duplicate = key.duplicate();
        byte[] copy = key.copy();
        key.wipe();
        key.wipe();
        assertThat(taken).containsOnly(0);
        assertThat(key.reveal().isZero()).isTrue();
        assertThat(key.length()).isEqualTo(3);
        assertThat(duplicate.reveal()).isEqualTo(OCTETS);
        assertThat(copy).isEqualTo(OCTETS.toArray());
    }

    @Test
    void closing_wipes() {
        byte[] taken = OCTETS.toArray();
        SharedSecret.owning(taken).close();
        assertThat(taken).containsOnly(0);
    }

    @Test
    void what_is_revealed_does_not_change_when_the_secret_is_wiped() {
        SharedSecret secret = SharedSecret.of(OCTETS);
        Bytes revealed = secret.reveal();
        Key key = secret.toKey();
        secret.wipe();
        assertThat(revealed).isEqualTo(OCTETS);
        assertThat(key.reveal()).isEqualTo(OCTETS);
    }

    @Test
    void parts_of_both_kinds_are_put_together_and_cut_apart() {
        Key all = Key.concat(Key.of(Bytes.of(1, 2)), SharedSecret.of(Bytes.of(0, 3)), Key.of(Bytes.EMPTY));
        assertThat(all.reveal()).isEqualTo(Bytes.of(1, 2, 0, 3));
        assertThat(all.slice(1, 3).reveal()).isEqualTo(Bytes.of(2, 0));
        assertThat(Key.concat().length()).isZero();
    }

    @Test
    void a_slice_is_a_key_of_its_own_and_never_longer_than_what_it_is_cut_from() {
        Key all = Key.of(OCTETS);
        Key slice = all.slice(0, 2);
        all.wipe();
        assertThat(slice.reveal()).isEqualTo(Bytes.hex("c0ff"));
        assertThatThrownBy(() -> slice.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
