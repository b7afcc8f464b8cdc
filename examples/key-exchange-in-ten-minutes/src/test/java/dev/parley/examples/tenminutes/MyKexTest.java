package dev.parley.examples.tenminutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.testkit.KeyExchangeMethodContract;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MyKexTest extends KeyExchangeMethodContract {
    @Override
    protected KeyExchangeMethod method() {
        return MyKexComponent.METHOD;
    }

    @Test
    void bob_answers_and_agrees_as_in_rfc_7748_section_6_2() throws Exception {
        Bytes alice = Bytes.hex("9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c"
                + "22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0");
        var bob = new Prescribed(Bytes.hex("1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d"
                + "6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d"));
        var run = new KeyExchangeRun(method(), Role.RESPONDER, OptionalInt.of(1024), Map.of());
        var agreed = (Turn.Agree<SharedSecret>) run.respond(bob, alice);
        assertThat(agreed.message())
                .contains(Bytes.hex("3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b430"
                        + "27d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609"));
        assertThat(agreed.result().reveal())
                .isEqualTo(Bytes.hex("07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282b"
                        + "b60c0b56fd2464c335543936521c24403085d59a449a5037514a879d"));
    }

    private record Prescribed(Bytes octets) implements RandomSource {
        @Override
        public void fill(byte[] target) {
            octets.copyTo(target, 0);
        }

        @Override
        public RandomSource fork() {
            return this;
        }
    }
}
