package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forger on the path answers our IKE_SA_INIT too, and first (RFC 7296 section 2.4). */
class ForgedAnswersTest {
    private static final int SA_INIT = ExchangeType.IKE_SA_INIT;

    /** An answer whose key exchange comes to nothing. */
    private static Bytes forged(Puppet puppet, Puppet.Heard request) {
        puppet.answer(request);
        return puppet.clear(
                SA_INIT,
                IkeFlags.RESPONSE,
                0,
                new SaPayload(List.of(request.first(SaPayload.class).proposals().get(0))),
                new KePayload(puppet.group(), Bytes.zeros(32)),
                new NoncePayload(puppet.nr));
    }

    /** What is beyond the number that is followed is not looked at; it is when it comes again. */
    @ParameterizedTest
    @ValueSource(ints = {Defaults.MAX_CANDIDATES - 1, Defaults.MAX_CANDIDATES, 3 * Defaults.MAX_CANDIDATES})
    void however_many_are_forged_the_real_one_wins_when_it_comes_again(int many) {
        Puppet puppet = Puppet.responder(1);
        Puppet.Heard request = puppet.called();
        List<Bytes> forged = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            forged.add(forged(puppet, request));
        }
        Bytes real = puppet.answer(request);
        forged.forEach(puppet::put);
        puppet.put(real);
        puppet.world.run(5_000);
        List<Puppet.Heard> heard = new ArrayList<>(puppet.heard());
        if (many >= Defaults.MAX_CANDIDATES) {
            assertThat(heard).isNotEmpty().allMatch(each -> each.header().exchangeType() == SA_INIT);
            heard.addAll(puppet.deliver(real));
        }
        assertThat(heard).anyMatch(each -> each.header().exchangeType() == ExchangeType.IKE_AUTH);
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, puppet.auth()));
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.site.errands().get(0).succeeded()).isTrue();
    }

    /** A copy of an answer that is followed is not another: it costs no key exchange, and no second IKE_AUTH. */
    @Test
    void copies_of_an_answer_that_is_followed_are_not_followed() {
        Puppet puppet = Puppet.responder(2);
        Bytes real = puppet.answer(puppet.called());
        for (int i = 0; i < 2 * Defaults.MAX_CANDIDATES; i++) {
            puppet.put(real);
        }
        puppet.world.run(100);
        assertThat(puppet.heard()).hasSize(1);
    }
}
