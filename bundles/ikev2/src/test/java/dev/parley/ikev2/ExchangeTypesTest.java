package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange type says what a message is for, and is held to it (RFC 7296 sections 1.2 and 3.1). */
class ExchangeTypesTest {
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    @ParameterizedTest
    @ValueSource(ints = {ExchangeType.CREATE_CHILD_SA, INFORMATIONAL, 200})
    void who_proves_himself_in_another_exchange_than_ike_auth_is_refused(int exchange) {
        Puppet puppet = Puppet.initiator(1);
        puppet.init();
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(exchange, 0, 1, puppet.auth())));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
    }

    /** A response is to the request: one of another exchange answers nothing, and the real one still does. */
    @Test
    void a_response_of_another_exchange_type_is_not_the_answer() {
        Puppet puppet = Puppet.initiator(2).connected();
        puppet.heard();
        puppet.site.probe("to-a");
        puppet.world.run(100);
        long id = puppet.one(puppet.heard()).header().messageId();
        puppet.deliver(puppet.sealed(
                ExchangeType.CREATE_CHILD_SA, IkeFlags.RESPONSE, id, NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS)));
        assertThat(puppet.site.errands().get(0).settled()).isFalse();
        puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, id));
        assertThat(puppet.site.errands().get(0).succeeded()).isTrue();
    }
}
