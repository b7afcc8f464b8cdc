package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands, answers and ACKs that come again, late, or under the XID of another (RFC 4430 sections 4, 6 and 9). */
class TransactionsTest {
    // As initiator.

    @Test
    void a_command_is_built_anew_each_time_with_the_same_ticket_xid_nonce_and_spi() {
        Puppet puppet = Puppet.responder(1);
        List<Puppet.Heard> said = new ArrayList<>(List.of(puppet.called()));
        puppet.world.runUntilQuiet();
        said.addAll(puppet.heard());
        List<Puppet.Heard> creates = said.stream()
                .filter(heard -> heard.header().type() == KinkMessageType.CREATE)
                .toList();
        assertThat(creates).hasSize(5);
        assertThat(creates)
                .extracting(heard -> heard.header().xid())
                .containsOnly(creates.get(0).header().xid());
        assertThat(creates)
                .extracting(Puppet.Heard::inside)
                .containsOnly(creates.get(0).inside());
        List<Stamp> stamps = creates.stream().map(puppet::stampOf).toList();
        assertThat(new HashSet<>(stamps)).hasSize(5);
        assertThat(puppet.kdc.issued()).as("the puppet's own, and one").hasSize(2);
        assertThat(pauses(creates)).containsExactly(1_000L, 2_000L, 4_000L, 8_000L);
    }

    private static List<Long> pauses(List<Puppet.Heard> said) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < said.size(); i++) {
            pauses.add(
                    said.get(i).captured().time() - said.get(i - 1).captured().time());
        }
        return pauses;
    }

    /** A cached REPLY answers the first authenticator, however often the command was said since. */
    @Test
    void an_answer_to_any_of_the_sendings_is_an_answer() {
        for (int sending = 0; sending < 4; sending++) {
            Puppet puppet = Puppet.responder(2);
            List<Puppet.Heard> said = new ArrayList<>(List.of(puppet.called()));
            puppet.world.run(8_000);
            said.addAll(puppet.heard());
            assertThat(said).hasSize(4);
            puppet.deliver(puppet.reply(said.get(sending), false, Answers.taking(said.get(0), "0b000001")));
            assertThat(puppet.up()).isTrue();
        }
    }

    @Test
    void an_answer_to_an_authenticator_of_another_transaction_is_none() {
        Puppet puppet = Puppet.responder(3);
        Puppet.Heard create = puppet.called();
        Bytes reply = puppet.sealed(
                KinkMessageType.REPLY,
                1,
                create.header().xid(),
                List.of(new dev.parley.kink.message.ApRepPayload(
                        puppet.epoch,
                        dev.parley.kink.kerberos.ApReply.write(puppet.session(), puppet.stamp(), puppet.random))),
                List.of(Answers.taking(create, "0b000001")));
        assertThat(puppet.deliver(reply)).isEmpty();
        assertThat(puppet.up()).isFalse();
        puppet.deliver(puppet.reply(create, false, Answers.taking(create, "0b000001")));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void a_reply_from_elsewhere_or_under_another_xid_is_nobodys() {
        Puppet puppet = Puppet.responder(4);
        Puppet.Heard create = puppet.called();
        Bytes reply = puppet.reply(create, false, Answers.taking(create, "0b000001"));
        var home = puppet.here;
        puppet.here = new dev.parley.isakmp.negotiation.Endpoint(Bytes.of(203, 0, 113, 5), 910, false);
        puppet.deliver(reply);
        puppet.here = home;
        puppet.deliver(Bytes.concat(reply.slice(0, 8), Bytes.of(reply.at(8) ^ 1), reply.from(9)));
        assertThat(puppet.up()).isFalse();
        puppet.deliver(reply);
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void an_ack_that_was_lost_is_said_again_for_a_whole_cycle_with_a_new_authenticator() {
        Puppet puppet = Puppet.responder(5);
        Puppet.Heard create = puppet.called();
        Bytes reply = puppet.reply(create, true, Answers.taking(create, "0b000001"));
        List<Stamp> stamps = new ArrayList<>();
        for (long pause : new long[] {0, 1_000, 2_000, 4_000, 8_000, 15_000}) {
            puppet.world.run(pause);
            Puppet.Heard ack = puppet.ask(reply);
            assertThat(ack.header().type()).isEqualTo(KinkMessageType.ACK);
            stamps.add(puppet.stampOf(ack));
        }
        assertThat(new HashSet<>(stamps)).hasSize(6);
        puppet.world.run(60_000);
        assertThat(puppet.deliver(reply).stream().filter(heard -> heard.header().type() == KinkMessageType.ACK))
                .isEmpty();
    }

    // As responder.

    @Test
    void a_command_that_comes_again_gets_the_same_octets_and_changes_nothing() {
        Puppet puppet = Puppet.initiator(6);
        IsakmpPayload quickMode = puppet.quickMode("0a000001");
        Puppet.Heard first = puppet.ask(puppet.command(KinkMessageType.CREATE, 7, quickMode));
        List<?> before = List.copyOf(puppet.site.sad().entries());
        Puppet.Heard again = puppet.ask(puppet.command(KinkMessageType.CREATE, 7, quickMode));
        assertThat(again.captured().octets()).isEqualTo(first.captured().octets());
        assertThat(puppet.site.sad().entries()).isEqualTo(before);
    }

    @Test
    void the_same_octets_again_are_a_replay_and_get_nothing() {
        Puppet puppet = Puppet.initiator(7);
        Bytes status = puppet.command(KinkMessageType.STATUS, 1);
        puppet.ask(status);
        assertThat(puppet.deliver(status)).isEmpty();
        puppet.world.run(250_000);
        assertThat(puppet.deliver(status)).isEmpty();
    }

    /** A stamp from a clock ahead of ours is good for longer, and so it must be remembered for longer. */
    @Test
    void a_replay_is_known_for_as_long_as_its_stamp_is_good() {
        Puppet puppet = Puppet.initiator(8);
        Stamp ahead = Stamp.ofMillis(puppet.world.wall() + 299_900);
        Bytes create = puppet.command(KinkMessageType.CREATE, 1, ahead, List.of(puppet.quickMode("0a000001")));
        puppet.ask(create);
        puppet.ask(puppet.command(KinkMessageType.DELETE, 2, IsakmpPayload.of(List.of(Puppet.delete("0a000001")))));
        for (int minute = 0; minute < 12; minute++) {
            puppet.world.run(59_000);
            puppet.deliver(create);
            assertThat(puppet.site.sad().entries()).isEmpty();
        }
    }

    @Test
    void the_same_xid_in_another_epoch_is_another_transaction() {
        Puppet puppet = Puppet.initiator(9);
        puppet.ask(puppet.command(KinkMessageType.CREATE, 0, puppet.quickMode("0a000001")));
        puppet.epoch++;
        puppet.ask(puppet.command(KinkMessageType.CREATE, 0, puppet.quickMode("0a000002")));
        assertThat(puppet.site.sad().ipsec())
                .as("what was made in the former epoch is gone")
                .hasSize(2)
                .anyMatch(sa -> sa.spi().equals(Bytes.hex("0a000002")));
    }

    @Test
    void the_same_xid_of_another_principal_is_another_transaction() {
        Crowd crowd = Crowd.of(10, 2);
        for (int i = 0; i < 2; i++) {
            Puppet member = crowd.member(i);
            member.ask(member.command(KinkMessageType.CREATE, 0, member.quickMode("0a00000" + i)));
        }
        assertThat(crowd.member(0).site.sad().entries()).hasSize(4);
    }

    @Test
    void a_command_from_a_former_life_does_not_end_this_one() {
        Puppet puppet = Puppet.initiator(11);
        Bytes old = puppet.command(KinkMessageType.STATUS, 1);
        puppet.epoch++;
        puppet.ask(puppet.command(KinkMessageType.CREATE, 2, puppet.quickMode("0a000001")));
        assertThat(puppet.deliver(old)).isEmpty();
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void a_reply_that_asks_for_an_ack_is_repeated_until_it_comes() {
        Puppet puppet = Puppet.initiator(12, Worlds.policies().setting("kink.responder-nonce", "yes"));
        Puppet.Heard first = puppet.ask(puppet.command(KinkMessageType.CREATE, 1, puppet.quickMode("0a000001")));
        assertThat(first.header().acknowledge()).isTrue();
        puppet.world.run(3_500);
        List<Puppet.Heard> again = puppet.heard();
        assertThat(again).hasSize(2);
        assertThat(again)
                .allMatch(heard ->
                        heard.captured().octets().equals(first.captured().octets()));
        assertThat(puppet.site.sad().entries()).hasSize(1);
        assertThat(puppet.deliver(puppet.command(KinkMessageType.ACK, 1))).isEmpty();
        assertThat(puppet.up()).isTrue();
        puppet.world.run(20_000);
        assertThat(puppet.heard()).isEmpty();
    }

    @Test
    void without_an_ack_the_initiator_is_told_that_its_pair_is_gone() {
        Puppet puppet = Puppet.initiator(13, Worlds.policies().setting("kink.responder-nonce", "yes"));
        puppet.ask(puppet.command(KinkMessageType.CREATE, 1, puppet.quickMode("0a000001")));
        Bytes inbound = puppet.site.sad().ipsec().get(0).spi();
        puppet.world.run(32_000);
        assertThat(puppet.site.sad().entries()).isEmpty();
        List<Puppet.Heard> said = puppet.heard();
        Puppet.Heard delete = said.get(said.size() - 1);
        assertThat(delete.header().type()).isEqualTo(KinkMessageType.DELETE);
        assertThat(delete.first(dev.parley.isakmp.payload.DeletePayload.class).spis())
                .containsExactly(inbound);
    }

    @Test
    void an_ack_of_nothing_is_nothing() {
        Puppet puppet = Puppet.initiator(14);
        assertThat(puppet.deliver(puppet.command(KinkMessageType.ACK, 99))).isEmpty();
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    @Test
    void octets_behind_the_message_are_no_part_of_it() {
        Puppet puppet = Puppet.initiator(15);
        Bytes create = puppet.command(KinkMessageType.CREATE, 1, puppet.quickMode("0a000001"));
        puppet.ask(Bytes.concat(create, puppet.random.bytes(21)));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void garbage_behind_the_last_payload_of_encrypt_is_padding() {
        Puppet puppet = Puppet.initiator(16);
        Payload quickMode = puppet.quickMode("0a000001");
        Bytes plaintext = dev.parley.kink.message.KinkMessage.plaintext(List.of(quickMode), puppet.registry);
        Bytes sealed = puppet.session().seal(39, Bytes.concat(plaintext, puppet.random.bytes(9)), puppet.random);
        ApReqPayload proof = puppet.apReq(puppet.stamp());
        puppet.ask(puppet.sealed(
                KinkMessageType.CREATE,
                1,
                1,
                List.of(proof, new dev.parley.kink.message.EncryptPayload(sealed)),
                List.of()));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void what_need_not_be_encrypted_may_stand_in_the_clear_under_the_checksum() {
        Puppet puppet = Puppet.initiator(17);
        puppet.ask(puppet.sealed(
                KinkMessageType.CREATE,
                1,
                1,
                List.of(puppet.apReq(puppet.stamp()), puppet.quickMode("0a000001")),
                List.of()));
        assertThat(puppet.up()).isTrue();
    }
}
