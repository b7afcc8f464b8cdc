package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.sa.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @ParameterizedTest
    @CsvSource({
        "livenes, 3, has no such setting",
        "liveness, abc, is no number",
        "retransmit-tries, 0, is no number from 1",
        "retransmit-tries, 99999999999999, is no number"
    })
    void a_setting_that_ikev2_cannot_use_is_a_mistake_when_it_is_loaded(String name, String value, String why) {
        assertThat(Settings.mistakes(Map.of(name, value)))
                .singleElement()
                .asString()
                .contains(name, why);
    }

    @Test
    void settings_that_it_can_use_are_none() {
        assertThat(Settings.mistakes(Map.of("liveness", "0", "retransmit-tries", "3", "retransmit-first-ms", "250")))
                .isEmpty();
    }
}
