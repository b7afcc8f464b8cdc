package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KrbErrorPayload;
import dev.parley.simulator.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an initiator makes of the answers to its CREATE (RFC 4430 sections 3.2, 3.5, 4.2.8 and 9). */
class AnswersTest {
    private static final String SPI = "0b000001";

    @Test
    void the_optimistic_choice_without_ackreq_needs_no_ack() {
        Puppet puppet = Puppet.responder(1);
        Puppet.Heard create = puppet.called();
        assertThat(puppet.site.sad().entries())
                .as("inbound before anything was said")
                .hasSize(1);
        assertThat(puppet.deliver(puppet.reply(create, false, Answers.taking(create, SPI))))
                .isEmpty();
        expectUp(puppet);
    }

    @Test
    void an_ack_is_sent_whenever_it_is_asked_for() {
        Puppet puppet = Puppet.responder(2);
        Puppet.Heard create = puppet.called();
        Puppet.Heard ack = puppet.ask(puppet.reply(create, true, Answers.taking(create, SPI)));
        expectAck(ack, create);
        expectUp(puppet);
    }

    @Test
    void another_choice_and_a_nonce_replace_the_optimistic_keys() {
        Puppet puppet = Puppet.responder(3, Worlds.suites("aes-cbc:128", "hmac-sha2-256-128"));
        Puppet.Heard create = puppet.called();
        var optimistic = puppet.site.sad().ipsec().get(0);
        Payload nr = new NoncePayload(puppet.random.bytes(16));
        expectAck(puppet.ask(puppet.reply(create, true, Answers.taking(create, SPI, nr))), create);
        expectUp(puppet);
        assertThat(puppet.site.sad().ipsec())
                .filteredOn(sa -> sa.spi().equals(optimistic.spi()))
                .singleElement()
                .satisfies(sa -> assertThat(sa.encryptionKey()).isNotEqualTo(optimistic.encryptionKey()));
    }

    @Test
    void a_shorter_lifetime_is_still_the_optimistic_choice() {
        Puppet puppet = Puppet.responder(4);
        Puppet.Heard create = puppet.called();
        puppet.deliver(puppet.reply(create, false, Answers.agreeing(create, lasting(create, 600))));
        expectUp(puppet);
        assertThat(puppet.site.sad().ipsec()).allMatch(sa -> sa.lifetimeSeconds() == 600);
    }

    @Test
    void a_longer_lifetime_is_refused() {
        expectRefused(5, false, (puppet, create) -> Answers.agreeing(create, lasting(create, 100_000)));
    }

    private static Proposal lasting(Puppet.Heard create, long seconds) {
        try {
            Proposal offered = create.first(SaPayload.class).proposals().get(0);
            Transform first = offered.transforms().get(0);
            IpsecTransform read = IpsecTransform.of(offered.protocol(), first);
            Transform changed = new IpsecTransform(
                            read.protocol(),
                            read.encryption(),
                            read.integrity(),
                            read.encapsulation(),
                            read.group(),
                            OptionalLong.of(seconds),
                            read.kilobytes())
                    .transform(first.number());
            return offered.taken(Bytes.hex(SPI), changed);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // What a responder must not say.

    private interface Wrong {
        Payload answer(Puppet puppet, Puppet.Heard create);
    }

    @Test
    void a_nonce_without_ackreq_is_refused() {
        expectRefused(
                6, false, (puppet, create) -> Answers.taking(create, SPI, new NoncePayload(puppet.random.bytes(16))));
    }

    @Test
    void a_key_exchange_that_was_not_begun_is_refused() {
        expectRefused(
                7, true, (puppet, create) -> Answers.taking(create, SPI, new KePayload(puppet.random.bytes(256))));
    }

    @Test
    void other_traffic_is_refused() {
        expectRefused(8, true, (puppet, create) -> {
            List<Payload> payloads = new ArrayList<>(Answers.taking(create, SPI).payloads());
            java.util.Collections.swap(payloads, 1, 2);
            return IsakmpPayload.of(payloads);
        });
    }

    @Test
    void an_spi_that_no_sa_may_have_is_refused() {
        expectRefused(9, true, (puppet, create) -> Answers.taking(create, "000000ff"));
    }

    @Test
    void several_transforms_are_no_choice() {
        Puppet puppet = Puppet.responder(10, Worlds.suites("aes-gcm-16:128", ""));
        Puppet.Heard create = puppet.called();
        Proposal offered = create.first(SaPayload.class).proposals().get(0);
        Transform first = offered.transforms().get(0);
        Proposal both = new Proposal(
                offered.number(),
                offered.protocol(),
                Bytes.hex(SPI),
                List.of(first, new Transform(2, first.id(), first.attributes())));
        expectRefused(puppet, create, true, Answers.agreeing(create, both));
    }

    @Test
    void what_was_not_offered_is_refused() {
        Policies policies = Worlds.suites("aes-gcm-16:128", "");
        Puppet puppet = Puppet.responder(
                11, policies.disagreeing(Worlds.suites("aes-gcm-16:256", "").b()));
        Puppet.Heard create = puppet.called();
        expectRefused(
                puppet,
                create,
                true,
                Answers.agreeing(create, puppet.proposals(Bytes.hex(SPI)).get(0)));
    }

    @Test
    void a_payload_of_another_doi_is_refused() {
        expectRefused(12, true, (puppet, create) -> {
            List<Payload> payloads = new ArrayList<>(Answers.taking(create, SPI).payloads());
            payloads.add(new NotificationPayload(2, ProtocolId.ESP, Bytes.EMPTY, 24_576, Bytes.EMPTY));
            return IsakmpPayload.of(payloads);
        });
    }

    @Test
    void an_answer_without_a_place_for_the_quick_mode_is_refused() {
        Puppet puppet = Puppet.responder(13);
        Puppet.Heard create = puppet.called();
        List<Puppet.Heard> follow = puppet.deliver(puppet.reply(create, false));
        expectDelete(follow.get(0), create);
    }

    private static void expectRefused(long seed, boolean acknowledge, Wrong wrong) {
        Puppet puppet = Puppet.responder(seed);
        Puppet.Heard create = puppet.called();
        expectRefused(puppet, create, acknowledge, wrong.answer(puppet, create));
    }

    /** The responder may have both SAs: it is told that they are gone, and gets its ACK if it asks for one. */
    private static void expectRefused(Puppet puppet, Puppet.Heard create, boolean acknowledge, Payload answer) {
        List<Puppet.Heard> follow = puppet.deliver(puppet.reply(create, acknowledge, answer));
        if (acknowledge) {
            expectAck(follow.get(0), create);
        }
        expectDelete(follow.get(follow.size() - 1), create);
        assertThat(puppet.site.errands()).allMatch(errand -> errand.settled() && !errand.succeeded());
        puppet.world.run(2_000);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    private static void expectDelete(Puppet.Heard delete, Puppet.Heard create) {
        assertThat(delete.header().type()).isEqualTo(KinkMessageType.DELETE);
        assertThat(delete.first(DeletePayload.class).spis())
                .containsExactly(
                        create.first(SaPayload.class).proposals().get(0).spi());
    }

    private static void expectAck(Puppet.Heard ack, Puppet.Heard create) {
        assertThat(ack.header().type()).isEqualTo(KinkMessageType.ACK);
        assertThat(ack.header().xid()).isEqualTo(create.header().xid());
        assertThat(ack.outside()).hasSize(1);
        assertThat(ack.inside()).isEmpty();
    }

    private static void expectUp(Puppet puppet) {
        assertThat(puppet.up()).isTrue();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
    }

    // Errors, authenticated.

    @Test
    void a_notify_says_which_child_was_refused_and_what_was_offered() {
        Puppet puppet = Puppet.responder(20);
        Puppet.Heard create = puppet.called();
        Payload no =
                new NotificationPayload(IpsecDoi.NUMBER, 0, Bytes.EMPTY, NotifyType.NO_PROPOSAL_CHOSEN, Bytes.EMPTY);
        puppet.deliver(puppet.reply(create, false, IsakmpPayload.of(List.of(no))));
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(puppet.site.errands().get(0).failure().orElseThrow())
                .hasMessage("the peer refused child net with NO-PROPOSAL-CHOSEN");
    }

    @Test
    void an_error_type_that_is_not_known_refuses_all_of_it() {
        Puppet puppet = Puppet.responder(21);
        Puppet.Heard create = puppet.called();
        Payload no = new NotificationPayload(IpsecDoi.NUMBER, 0, Bytes.EMPTY, 9_999, Bytes.EMPTY);
        puppet.deliver(puppet.reply(create, false, Answers.taking(create, SPI, no)));
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    @Test
    void each_kink_error_under_the_key_ends_the_create_at_once() {
        for (int code = 1; code <= 7; code++) {
            Puppet puppet = Puppet.responder(22);
            Puppet.Heard create = puppet.called();
            assertThat(puppet.deliver(puppet.reply(create, false, new ErrorPayload(code))))
                    .isEmpty();
            assertThat(puppet.site.sad().entries()).isEmpty();
            assertThat(puppet.site.errands().get(0).failure().orElseThrow())
                    .hasMessage("the peer answers " + ErrorPayload.name(code));
        }
    }

    @Test
    void kink_ok_is_no_error() {
        Puppet puppet = Puppet.responder(23);
        Puppet.Heard create = puppet.called();
        puppet.deliver(puppet.reply(create, false, new ErrorPayload(0), Answers.taking(create, SPI)));
        expectUp(puppet);
    }

    @Test
    void a_skew_under_the_key_is_believed_and_tried_again_under_a_new_xid() {
        Puppet puppet = Puppet.responder(24);
        Puppet.Heard create = puppet.called();
        Puppet.Heard again = puppet.ask(puppet.reply(create, false, skew(puppet, create, 4_000)));
        assertThat(again.header().type()).isEqualTo(KinkMessageType.CREATE);
        assertThat(again.header().xid()).isNotEqualTo(create.header().xid());
        assertThat(puppet.stampOf(again).millis() - puppet.world.wall()).isBetween(3_999_000L, 4_001_000L);
        puppet.deliver(puppet.reply(again, false, Answers.taking(again, SPI)));
        expectUp(puppet);
    }

    /** Who knows the key may say it without an AP-REP (section 3.5: "adding the Cksum field"). */
    @Test
    void a_skew_alone_under_a_checksum_is_believed_too() {
        Puppet puppet = Puppet.responder(25);
        Puppet.Heard create = puppet.called();
        Payload alone = skew(puppet, create, -4_000);
        Puppet.Heard again = puppet.ask(puppet.sealed(
                KinkMessageType.REPLY, IpsecDoi.NUMBER, create.header().xid(), List.of(alone), List.of()));
        assertThat(puppet.stampOf(again).millis() - puppet.world.wall()).isBetween(-4_001_000L, -3_999_000L);
        puppet.deliver(puppet.reply(again, false, Answers.taking(again, SPI)));
        expectUp(puppet);
    }

    @Test
    void a_kink_error_alone_under_a_checksum_ends_the_create() {
        Puppet puppet = Puppet.responder(26);
        Puppet.Heard create = puppet.called();
        puppet.deliver(puppet.sealed(
                KinkMessageType.REPLY,
                IpsecDoi.NUMBER,
                create.header().xid(),
                List.of(new ErrorPayload(ErrorPayload.INTERR)),
                List.of()));
        assertThat(puppet.site.errands().get(0).failure().orElseThrow()).hasMessage("the peer answers KINK_INTERR");
    }

    @Test
    void who_finds_our_clock_wrong_for_ever_is_not_followed_for_ever() {
        Puppet puppet = Puppet.responder(27);
        Puppet.Heard create = puppet.called();
        int tries = 1;
        for (List<Puppet.Heard> next = List.of(create); !next.isEmpty(); tries++) {
            create = next.get(0);
            next = puppet.deliver(puppet.reply(create, false, skew(puppet, create, 1_000)));
        }
        assertThat(tries - 1).isEqualTo(3);
        assertThat(puppet.site.errands().get(0).failure().orElseThrow()).hasMessageContaining("KRB_AP_ERR_SKEW");
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    private static Payload skew(Puppet puppet, Puppet.Heard create, long aheadSeconds) {
        Stamp stamp = puppet.stampOf(create);
        Stamp theirs = new Stamp(stamp.seconds() + aheadSeconds, stamp.micros());
        return new KrbErrorPayload(
                new KerberosError(KerberosError.SKEW, Optional.of(stamp), theirs, puppet.self, "").der());
    }

    @Test
    void an_expired_ticket_means_another_ticket_and_other_keys() {
        Puppet puppet = Puppet.responder(28);
        Puppet.Heard create = puppet.called();
        var optimistic = puppet.site.sad().ipsec().get(0);
        var expired = new KrbErrorPayload(new KerberosError(
                        KerberosError.TKT_EXPIRED,
                        Optional.of(puppet.stampOf(create)),
                        puppet.stampOf(create),
                        puppet.self,
                        "")
                .der());
        Puppet.Heard again = puppet.ask(puppet.reply(create, false, expired));
        assertThat(again.header().xid()).isNotEqualTo(create.header().xid());
        assertThat(puppet.kdc.issued()).as("one of the puppet's own, and two").hasSize(3);
        puppet.deliver(puppet.reply(again, false, Answers.taking(again, SPI)));
        expectUp(puppet);
        assertThat(puppet.site.sad().ipsec()).noneMatch(sa -> sa.encryptionKey().equals(optimistic.encryptionKey()));
    }

    /** The keytab was rolled and lost its old keys: nobody can prove it to us, so after a silence another ticket is asked for. */
    @Test
    void a_ticket_that_nobody_takes_is_not_shown_for_ever() {
        Puppet puppet = Puppet.responder(29);
        Puppet.Heard create = puppet.called();
        puppet.put(puppet.bare(
                KinkMessageType.REPLY,
                create.header().xid(),
                new KrbErrorPayload(
                        new KerberosError(KerberosError.BADKEYVER, Optional.empty(), new Stamp(0, 0), puppet.self, "")
                                .der())));
        puppet.world.runUntilQuiet();
        int before = puppet.kdc.issued().size();
        puppet.site.establish("to-b");
        puppet.world.run(200);
        assertThat(puppet.kdc.issued()).hasSize(before + 1);
    }

    @Test
    void without_a_kdc_a_doubted_ticket_is_shown_again() {
        Puppet puppet = Puppet.responder(30);
        Puppet.Heard create = puppet.called();
        puppet.put(puppet.bare(
                KinkMessageType.REPLY,
                create.header().xid(),
                new KrbErrorPayload(
                        new KerberosError(KerberosError.BADKEYVER, Optional.empty(), new Stamp(0, 0), puppet.self, "")
                                .der())));
        puppet.kdc.down();
        puppet.world.run(32_000);
        puppet.skip();
        puppet.site.establish("to-b");
        puppet.world.run(200);
        Puppet.Heard again = puppet.heard().stream()
                .filter(each -> each.header().type() == KinkMessageType.CREATE)
                .findFirst()
                .orElseThrow();
        puppet.deliver(puppet.reply(again, false, Answers.taking(again, SPI)));
        assertThat(puppet.up()).isTrue();
    }
}
