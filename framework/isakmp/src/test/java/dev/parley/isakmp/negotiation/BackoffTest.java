package dev.parley.isakmp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void each_wait_is_longer_than_the_one_before_by_the_factor() {
        Backoff backoff = new Backoff(500, 2, 4);
        assertThat(backoff.after(1)).isEqualTo(500);
        assertThat(backoff.after(2)).isEqualTo(1000);
        assertThat(backoff.after(4)).isEqualTo(4000);
        assertThat(backoff.total()).isEqualTo(7500);
    }

    @Test
    void a_factor_of_one_keeps_the_pace() {
        assertThat(new Backoff(1000, 1, 3).total()).isEqualTo(3000);
    }

    @Test
    void who_sends_never_waits_never() {
        assertThat(new Backoff(1000, 1.8, 0).total()).isZero();
    }
}
