package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Policies;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has a lifetime is replaced or deleted before it is over, even if the first attempt comes to nothing (RFC 7296 section 2.8). */
class TriedAgainTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int SECOND = 1_000;
    private static final int LIFETIME = 300;
    /** Sooner than a request is sent again. */
    private static final long PROMPT = 200;

    /** The gateway's CREATE_CHILD_SA requests of that time, each answered so; others are answered with nothing. */
    private static List<Puppet.Heard> answered(Puppet puppet, int seconds, Function<Puppet.Heard, Payload[]> answer) {
        List<Puppet.Heard> asked = new ArrayList<>();
        for (long step = 0; step < seconds * SECOND / PROMPT; step++) {
            puppet.world.run(PROMPT);
            for (Puppet.Heard heard : puppet.heard()) {
                if (heard.response()) {
                    continue;
                }
                boolean creates = heard.header().exchangeType() == CREATE_CHILD_SA;
                if (creates) {
                    asked.add(heard);
                }
                puppet.put(puppet.sealed(
                        heard.header().exchangeType(),
                        IkeFlags.RESPONSE,
                        heard.header().messageId(),
                        creates ? answer.apply(heard) : new Payload[0]));
            }
        }
        return asked;
    }

    private static Payload[] refusal(int notifyType) {
        return new Payload[] {NotifyPayload.of(notifyType)};
    }

    @ParameterizedTest
    @ValueSource(ints = {NotifyType.NO_PROPOSAL_CHOSEN, NotifyType.TS_UNACCEPTABLE})
    void a_child_whose_replacement_is_refused_is_asked_for_again_a_bounded_number_of_times(int notifyType) {
        Puppet puppet =
                Puppet.responder(1, Puppet.policies().lifetimes(0, LIFETIME)).answered();
        puppet.heard();
        List<Puppet.Heard> asked = answered(puppet, 2 * LIFETIME, heard -> refusal(notifyType));
        assertThat(asked).hasSizeBetween(3, 10);
        assertThat(puppet.site.sad().entries()).as("its time is over").isEmpty();
    }

    @Test
    void an_ike_sa_whose_replacement_is_refused_is_asked_for_again_a_bounded_number_of_times() {
        Puppet puppet =
                Puppet.responder(2, Puppet.policies().lifetimes(LIFETIME, 0)).answered();
        puppet.heard();
        List<Puppet.Heard> asked = answered(puppet, 2 * LIFETIME, heard -> refusal(NotifyType.NO_PROPOSAL_CHOSEN));
        assertThat(asked)
                .hasSizeBetween(3, 10)
                .allMatch(each -> each.first(SaPayload.class).proposals().get(0).protocol() == ProtocolId.IKE);
        assertThat(puppet.forgotten()).as("its time is over").isTrue();
    }

    @Test
    void a_child_whose_replacement_is_refused_once_is_replaced_in_time() {
        Puppet puppet =
                Puppet.responder(3, Puppet.policies().lifetimes(0, LIFETIME)).answered();
        puppet.heard();
        List<Puppet.Heard> asked = new ArrayList<>();
        answered(
                puppet,
                LIFETIME,
                heard -> asked.add(heard) && asked.size() == 1
                        ? refusal(NotifyType.NO_PROPOSAL_CHOSEN)
                        : CollisionsTest.accept(puppet, heard, puppet.random.bytes(32)));
        assertThat(asked).hasSize(2);
        assertThat(puppet.site.sad().ipsec()).hasSize(2).anyMatch(sa -> sa.spi().equals(Bytes.hex("0a0b0c0e")));
    }

    /** The bundle that has the cipher is being replaced just when the child's time is over. */
    @Test
    void a_child_whose_deletion_could_not_be_sent_is_deleted_when_it_can() {
        Policies policies = Puppet.policies().lifetimes(0, LIFETIME);
        World world = World.seeded(4).with(new Ikev2Component(), new OakleyComponent());
        Puppet puppet = Puppet.among(world, 4, policies);
        CiphersComponent ciphers = new CiphersComponent();
        puppet.site.plug(ciphers);
        puppet.connected();
        puppet.heard();
        answered(puppet, LIFETIME - 2, heard -> refusal(NotifyType.NO_PROPOSAL_CHOSEN));
        puppet.site.unplug(ciphers);
        puppet.world.run(4 * SECOND);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        puppet.site.plug(ciphers);
        puppet.world.run(10 * SECOND);
        assertThat(puppet.heard())
                .anyMatch(heard ->
                        heard.all(DeletePayload.class).stream().anyMatch(each -> each.protocol() == ProtocolId.ESP));
    }
}
