package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Errand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** INFORMATIONAL exchanges and deletion (RFC 7296 sections 1.4, 1.4.1, 4). */
class DeleteTest {
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    private static Bytes ourSpi(Puppet puppet) {
        return puppet.site.sad().ipsec().stream()
                .filter(sa -> sa.mateSpi().equals(puppet.espSpi))
                .map(IpsecSa::spi)
                .findFirst()
                .orElseThrow();
    }

    private static DeletePayload esp(Bytes... spis) {
        return new DeletePayload(ProtocolId.ESP, List.of(spis));
    }

    private static Puppet puppet(long seed) {
        Puppet puppet = Puppet.initiator(seed).connected();
        puppet.heard();
        return puppet;
    }

    /** Section 1.4.1: the peer names its inbound half, and gets the name of ours back. */
    @Test
    void a_deleted_child_is_answered_with_the_other_half() {
        Puppet puppet = puppet(1);
        Bytes ours = ourSpi(puppet);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, esp(puppet.espSpi))));
        assertThat(answer.payloads()).containsExactly(esp(ours));
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.gateway().lanes()).as("the IKE SA stays").isEqualTo(1);
        assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 3))).hasSize(1);
    }

    /** Section 1.4.1: what we do not know is not an error. */
    @Test
    void an_unknown_spi_gets_an_empty_answer() {
        Puppet puppet = puppet(2);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, esp(Bytes.hex("99999999")))))
                        .payloads())
                .isEmpty();
        assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 3, esp(ourSpi(puppet)))))
                        .payloads())
                .as("our own half is not the peer's to name")
                .isEmpty();
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    @Test
    void the_same_spi_twice_is_one_child() {
        Puppet puppet = puppet(3);
        Bytes ours = ourSpi(puppet);
        Puppet.Heard answer = puppet.one(puppet.deliver(
                puppet.sealed(INFORMATIONAL, 0, 2, esp(puppet.espSpi, puppet.espSpi), esp(puppet.espSpi))));
        assertThat(answer.payloads()).containsExactly(esp(ours));
    }

    /** Section 1.4.1: deletes of one child that cross: both answers are empty, and both ends are rid of it. */
    @Test
    void crossing_deletes_of_a_child_get_empty_answers() {
        Puppet puppet = puppet(4);
        Bytes ours = ourSpi(puppet);
        Errand errand = puppet.site.command(Verb.DELETE, "to-a", "net");
        puppet.world.run(100);
        Puppet.Heard delete = puppet.one(puppet.heard());
        assertThat(delete.payloads()).containsExactly(esp(ours));
        assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, esp(puppet.espSpi))))
                        .payloads())
                .isEmpty();
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.deliver(
                puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, delete.header().messageId()));
        assertThat(errand.succeeded()).isTrue();
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
    }

    @Test
    void our_own_delete_of_a_child_takes_both_halves_and_leaves_the_ike_sa() {
        Worlds worlds = Worlds.seeded(5);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        Errand errand = worlds.a().command(Verb.DELETE, "to-b", "net");
        worlds.world().runUntilQuiet();
        assertThat(errand.succeeded()).isTrue();
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.b().sad().entries()).isEmpty();
        assertThat(worlds.b().gateway().lanes()).isEqualTo(1);
    }

    /** Section 1.4.1: an IKE SA takes its children along; the answer is empty. */
    @Test
    void a_deleted_ike_sa_takes_its_children_and_is_answered_with_nothing() {
        Puppet puppet = puppet(6);
        Puppet.Heard answer = puppet.one(
                puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.IKE, List.of()))));
        assertThat(answer.payloads()).isEmpty();
        assertThat(puppet.site.sad().entries()).isEmpty();
        puppet.world.run(60_000);
        assertThat(puppet.forgotten()).isTrue();
        assertThat(puppet.site.gateway().timers()).isZero();
    }

    /** Section 2.1: the peer may not have got our answer to its DELETE. */
    @Test
    void a_repeated_delete_of_the_ike_sa_is_answered_from_the_cache() {
        Puppet puppet = puppet(7);
        Bytes delete = puppet.sealed(INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.IKE, List.of()));
        Bytes answer = puppet.one(puppet.deliver(delete)).captured().octets();
        puppet.world.run(2_000);
        assertThat(puppet.one(puppet.deliver(delete)).captured().octets()).isEqualTo(answer);
    }

    /** Section 1.4.1: DELETEs of the IKE SA that cross: it is gone, which is what both were told to achieve. */
    @Test
    void crossing_deletes_of_the_ike_sa_satisfy_both() {
        for (long seed = 0; seed < 50; seed++) {
            Worlds worlds = Worlds.seeded(seed);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            Errand one = worlds.a().delete("to-b");
            Errand other = worlds.b().delete("to-a");
            worlds.world().runUntilQuiet();
            assertThat(one.failure()).as("seed %s", seed).isEmpty();
            assertThat(other.failure()).as("seed %s", seed).isEmpty();
            worlds.world().judgeEmpty();
        }
    }

    /** Section 2.4: an IKE SA whose DELETE nobody answers is closed all the same. */
    @Test
    void a_delete_that_nobody_answers_ends_the_sa() {
        Worlds worlds = Worlds.seeded(8);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().silence();
        worlds.a().delete("to-b");
        worlds.world().run(600_000);
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.a().gateway().lanes()).isZero();
    }

    /** Section 2.21.3: every request with an error is answered; an exchange that nobody knows is such an error. */
    @Test
    void an_unknown_exchange_on_an_established_sa_is_answered_under_protection() {
        Puppet puppet = puppet(10);
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(77, 0, 2)));
        assertThat(answer.notifies()).containsExactly(NotifyType.INVALID_SYNTAX);
        assertThat(answer.header().exchangeType()).isEqualTo(77);
    }

    /** Section 1.4: an empty request is a question, and an unknown status notification is no error. */
    @Test
    void empty_requests_and_unknown_notifications_get_empty_answers() {
        Puppet puppet = puppet(11);
        assertThat(puppet.one(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2)))
                        .payloads())
                .isEmpty();
        assertThat(puppet.one(puppet.deliver(
                                puppet.sealed(INFORMATIONAL, 0, 3, dev.parley.ikev2.message.NotifyPayload.of(40_000))))
                        .payloads())
                .isEmpty();
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }
}
