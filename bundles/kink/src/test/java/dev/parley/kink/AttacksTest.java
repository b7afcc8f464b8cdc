package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.EncryptPayload;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KrbErrorPayload;
import dev.parley.simulator.Captured;
import dev.parley.simulator.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker without the keys, or with those of another principal, does to KINK (RFC 4430 section 10). */
class AttacksTest {
    private static final int XID_AT = 8;
    private static final int CHECKSUM_OCTETS = 12;

    // Played again.

    @Test
    void a_create_that_was_heard_does_nothing_when_it_is_played_again() {
        Worlds worlds = established(1);
        List<?> before = List.copyOf(worlds.b().sad().entries());
        int said = worlds.world().capture().size();
        worlds.world().replay(0);
        worlds.world().run(5_000);
        assertThat(worlds.b().sad().entries()).isEqualTo(before);
        assertThat(worlds.world().capture()).as("no answer").hasSize(said + 1);
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().replay(0);
        worlds.world().run(5_000);
        assertThat(worlds.b().sad().entries()).isEmpty();
        worlds.world().judgeEmpty();
    }

    @Test
    void an_ap_req_that_was_heard_is_worth_nothing_under_another_xid() {
        Worlds worlds = established(2);
        List<?> before = List.copyOf(worlds.b().sad().entries());
        Captured create = worlds.world().capture().get(0);
        for (int xid = 0; xid < 50; xid++) {
            worlds.world()
                    .forge(
                            create.from(),
                            create.to(),
                            Bytes.concat(
                                    create.octets().slice(0, XID_AT),
                                    Bytes.unsigned(xid, 4),
                                    create.octets().from(XID_AT + 4)));
        }
        worlds.world().run(1_000);
        assertThat(worlds.b().sad().entries()).isEqualTo(before);
        assertThat(ignored(worlds.world(), "the Cksum is wrong")).isEqualTo(50);
        worlds.world().judge();
    }

    /** The Cksum is all that binds an AP-REQ to what stands beside it, so it covers all of it. */
    @Test
    void an_ap_req_of_one_message_lends_nothing_to_another() {
        Puppet puppet = Puppet.initiator(3);
        puppet.ask(puppet.create(1, quickModeOf(puppet, "0a000001")));
        Stamp stamp = puppet.stamp();
        Bytes honest = puppet.command(KinkMessageType.STATUS, 2, stamp, List.of());
        EncryptPayload deletes = new EncryptPayload(puppet.random.bytes(68));
        Bytes spliced = KinkMessage.unsummed(
                KinkMessageType.DELETE, 1, 2, false, List.of(puppet.apReq(stamp), deletes), puppet.registry);
        Bytes borrowed = honest.from(honest.length() - CHECKSUM_OCTETS);
        assertThat(puppet.deliver(withChecksum(spliced, borrowed))).isEmpty();
        assertThat(ignored(puppet.world, "the Cksum is wrong")).isEqualTo(1);
        assertThat(puppet.up()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 60_000, 299_000})
    void a_create_from_before_a_restart_brings_no_keys_back(long later) {
        for (long clock : new long[] {-119_000, 0, 1_000, 60_000, 119_000}) {
            Worlds worlds = Worlds.of(4, Worlds.policies().setting("kink.liveness", "0"));
            worlds.a().clock(clock);
            worlds.b().clock(0);
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            List<IpsecSa> before = worlds.b().sad().ipsec();
            assertThat(before).hasSize(2);
            worlds.a().silence();
            worlds.b().restart();
            worlds.world().run(later);
            worlds.world().replay(0);
            worlds.world().run(1_000);
            assertThat(worlds.b().sad().ipsec())
                    .as("clock %d, %d ms later", clock, later)
                    .noneMatch(sa ->
                            before.stream().anyMatch(old -> old.encryptionKey().equals(sa.encryptionKey())))
                    .noneMatch(sa -> sa.destination().equals(worlds.a().address()));
            worlds.a().unsilence();
            worlds.world().run(60_000);
            worlds.a().probe("to-b");
            worlds.world().runUntilQuiet();
            worlds.world().judge();
        }
    }

    // Without keys.

    @Test
    void errors_without_proof_end_no_create() {
        for (int code = 1; code <= 7; code++) {
            Puppet puppet = Puppet.responder(10 + code);
            Puppet.Heard create = puppet.called();
            puppet.put(puppet.bare(KinkMessageType.REPLY, create.header().xid(), new ErrorPayload(code)));
            expectAgreementAfterAll(puppet, create);
        }
        for (int code : new int[] {31, 32, 33, 34, 35, 36, 37, 40, 41, 44, 45, 60}) {
            Puppet puppet = Puppet.responder(30 + code);
            Puppet.Heard create = puppet.called();
            puppet.put(puppet.bare(
                    KinkMessageType.REPLY, create.header().xid(), kerberosError(puppet, code, puppet.stampOf(create))));
            expectAgreementAfterAll(puppet, create);
        }
    }

    private static void expectAgreementAfterAll(Puppet puppet, Puppet.Heard create) {
        puppet.world.run(100);
        assertThat(puppet.heard()).as("nothing follows from it").isEmpty();
        puppet.deliver(puppet.reply(create, false, Answers.taking(create, "0b000001")));
        assertThat(puppet.up()).isTrue();
        assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
    }

    @Test
    void an_error_without_proof_explains_a_silence_and_no_more() {
        Puppet puppet = Puppet.responder(60);
        Puppet.Heard create = puppet.called();
        puppet.put(puppet.bare(
                KinkMessageType.REPLY,
                create.header().xid(),
                kerberosError(puppet, KerberosError.BADKEYVER, puppet.stampOf(create))));
        puppet.world.run(25_000);
        assertThat(puppet.site.errands()).noneMatch(errand -> errand.settled());
        puppet.world.runUntilQuiet();
        assertThat(puppet.site.errands().get(0).failure().orElseThrow())
                .hasMessageContaining("gave no answer to 5 sendings")
                .hasMessageContaining("said without proof: KRB_AP_ERR_BADKEYVER");
    }

    /** Who believed it would show authenticators of a time to come, and an attacker could play them again then (section 3.5). */
    @Test
    void a_forged_skew_bends_no_clock() {
        Puppet puppet = Puppet.responder(61);
        Puppet.Heard create = puppet.called();
        Stamp stamp = puppet.stampOf(create);
        Stamp tomorrow = new Stamp(stamp.seconds() + 86_400, 0);
        Payload lie = new KrbErrorPayload(
                new KerberosError(KerberosError.SKEW, Optional.of(stamp), tomorrow, puppet.self, "").der());
        puppet.put(puppet.bare(KinkMessageType.REPLY, create.header().xid(), lie));
        puppet.world.run(2_000);
        Puppet.Heard again = puppet.one(puppet.heard());
        assertThat(again.header().xid()).isEqualTo(create.header().xid());
        assertThat(Math.abs(puppet.stampOf(again).millis() - puppet.world.wall()))
                .isLessThan(5_000);
    }

    @Test
    void an_old_skew_error_is_about_an_authenticator_of_old() {
        Puppet puppet = Puppet.responder(62);
        Puppet.Heard create = puppet.called();
        Stamp other = new Stamp(puppet.stampOf(create).seconds() - 7, 3);
        KerberosError error = new KerberosError(
                KerberosError.SKEW, Optional.of(other), new Stamp(other.seconds() + 86_400, 0), puppet.self, "");
        puppet.put(puppet.reply(create, false, new KrbErrorPayload(error.der())));
        puppet.world.runUntilQuiet();
        puppet.skip();
        puppet.site.establish("to-b");
        puppet.world.run(100);
        assertThat(Math.abs(puppet.stampOf(puppet.one(puppet.heard())).millis() - puppet.world.wall()))
                .isLessThan(5_000);
    }

    @Test
    void a_status_without_proof_tells_of_no_restart() {
        Puppet puppet = Puppet.initiator(63);
        puppet.ask(puppet.create(1, quickModeOf(puppet, "0a000001")));
        assertThat(puppet.up()).isTrue();
        ApReqPayload real = puppet.apReq(puppet.stamp());
        ApReqPayload reborn = new ApReqPayload(real.epoch() + 1, real.der());
        assertThat(puppet.deliver(puppet.bare(KinkMessageType.STATUS, 9, reborn)))
                .isEmpty();
        Bytes sealed = puppet.sealed(KinkMessageType.STATUS, 1, 10, List.of(puppet.apReq(puppet.stamp())), List.of());
        Bytes epochTurned = Bytes.concat(
                sealed.slice(0, KinkHeader.OCTETS + 7),
                Bytes.of(sealed.at(KinkHeader.OCTETS + 7) ^ 1),
                sealed.from(KinkHeader.OCTETS + 8));
        assertThat(puppet.deliver(epochTurned)).isEmpty();
        assertThat(puppet.up()).isTrue();
        assertThat(ignored(puppet.world, "the Cksum is wrong")).isEqualTo(2);
    }

    @Test
    void what_was_encrypted_does_not_count_in_the_clear_without_a_checksum() {
        Puppet puppet = Puppet.initiator(64);
        Payload inside = IsakmpPayload.of(puppet.quickModePayloads("0a000001"));
        assertThat(puppet.deliver(puppet.bare(KinkMessageType.CREATE, 1, puppet.apReq(puppet.stamp()), inside)))
                .isEmpty();
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    @Test
    void a_reply_stripped_of_its_encrypt_agrees_to_nothing() {
        Puppet puppet = Puppet.responder(65);
        Puppet.Heard create = puppet.called();
        Bytes whole = puppet.reply(create, false, Answers.taking(create, "0b000001"));
        Bytes checksum = whole.from(whole.length() - CHECKSUM_OCTETS);
        Bytes stripped = withChecksum(
                KinkMessage.unsummed(
                        KinkMessageType.REPLY,
                        1,
                        create.header().xid(),
                        false,
                        List.of(puppet.apRep(create)),
                        puppet.registry),
                checksum);
        assertThat(puppet.deliver(stripped)).isEmpty();
        assertThat(puppet.site.errands()).noneMatch(errand -> errand.settled());
        puppet.deliver(whole);
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void what_one_side_said_does_nothing_when_it_is_handed_back_to_it() {
        Worlds worlds = established(66);
        worlds.b().probe("to-a");
        worlds.world().runUntilQuiet();
        List<?> atA = List.copyOf(worlds.a().sad().entries());
        List<?> atB = List.copyOf(worlds.b().sad().entries());
        for (Captured captured : List.copyOf(worlds.world().capture())) {
            for (int type = 1; type <= 6; type++) {
                Bytes turned = Bytes.concat(Bytes.of(type), captured.octets().from(1));
                worlds.world().forge(captured.to(), captured.from(), turned);
                worlds.world().forge(captured.from(), captured.to(), turned);
            }
        }
        worlds.world().run(60_000);
        assertThat(worlds.a().sad().entries()).isEqualTo(atA);
        assertThat(worlds.b().sad().entries()).isEqualTo(atB);
        worlds.world().judge();
    }

    // With the keys of somebody else.

    @Test
    void a_ticket_for_another_service_is_not_for_us() {
        Puppet puppet = Puppet.initiator(67);
        Ticket host = puppet.kdc.issue(puppet.self, Principal.parse("host/b.example@EXAMPLE"));
        puppet.ticket = host;
        Puppet.Heard refused = puppet.ask(puppet.create(1, quickModeOf(puppet, "0a000001")));
        assertThat(refused.authentic()).isFalse();
        assertThat(refused.kerberosError().orElseThrow().code()).isEqualTo(KerberosError.NOT_US);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    /** A ticket says in the clear for whom it is; only whose key opens it counts. */
    @Test
    void a_ticket_for_another_service_does_not_open_under_our_name() {
        Puppet puppet = Puppet.initiator(68);
        Ticket host = puppet.kdc.issue(puppet.self, Principal.parse("host/b.example@EXAMPLE"));
        Bytes relabelled = Bytes.hex(host.der().toString().replace(hex("host"), hex("kink")));
        puppet.ticket = new Ticket(host.client(), puppet.other, relabelled, host.key(), host.end());
        Puppet.Heard refused = puppet.ask(puppet.create(1, quickModeOf(puppet, "0a000001")));
        assertThat(refused.authentic()).isFalse();
        assertThat(refused.kerberosError().orElseThrow().code()).isEqualTo(KerberosError.BAD_INTEGRITY);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    @Test
    void nobody_deletes_what_another_principal_has() {
        Crowd crowd = Crowd.of(69, 2);
        Puppet one = crowd.member(0);
        Puppet other = crowd.member(1);
        one.ask(one.create(1, quickModeOf(one, "0a000001")));
        List<?> before = List.copyOf(one.site.sad().entries());
        assertThat(before).hasSize(2);
        Bytes inbound = one.site.sad().ipsec().stream()
                .filter(sa -> sa.destination().equals(one.site.address()))
                .findFirst()
                .orElseThrow()
                .spi();
        long xid = 2;
        for (String spi : List.of("0a000001", inbound.toString())) {
            Puppet.Heard answer = other.ask(
                    other.command(KinkMessageType.DELETE, xid++, IsakmpPayload.of(List.of(Puppet.delete(spi)))));
            assertThat(answer.notifies()).containsExactly(List.of(NotifyType.INVALID_SPI));
        }
        assertThat(one.site.sad().entries()).isEqualTo(before);
    }

    @Test
    void nobody_gets_the_traffic_of_another_principal() {
        Crowd crowd = Crowd.of(70, 2);
        Puppet one = crowd.member(0);
        Puppet other = crowd.member(1);
        Puppet.Heard answer = other.ask(other.create(1, quickModeOf(one, "0a000001")));
        assertThat(answer.notifies()).containsExactly(List.of(NotifyType.NO_PROPOSAL_CHOSEN));
        assertThat(one.site.sad().entries()).isEmpty();
    }

    @Test
    void nobody_ends_an_exchange_of_another_principal_by_its_xid() {
        Crowd crowd = Crowd.of(71, 2, Map.of("kink.responder-nonce", "yes"));
        Puppet one = crowd.member(0);
        Puppet other = crowd.member(1);
        assertThat(one.ask(one.create(1, quickModeOf(one, "0a000001"))).header().acknowledge())
                .isTrue();
        assertThat(other.deliver(other.command(KinkMessageType.ACK, 1))).isEmpty();
        assertThat(one.site.sad().entries()).as("inbound alone").hasSize(1);
        one.deliver(one.command(KinkMessageType.ACK, 1));
        assertThat(one.site.sad().entries()).hasSize(2);
    }

    private static Payload[] quickModeOf(Puppet puppet, String spi) {
        return puppet.quickModePayloads(spi).toArray(Payload[]::new);
    }

    private static Payload kerberosError(Puppet puppet, int code, Stamp about) {
        return new KrbErrorPayload(
                new KerberosError(code, Optional.of(about), new Stamp(about.seconds() + 4_000, 0), puppet.self, "")
                        .der());
    }

    private static Worlds established(long seed) {
        Worlds worlds = Worlds.of(seed, Worlds.policies().setting("kink.liveness", "0"));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.up()).isTrue();
        return worlds;
    }

    /** How often gateways have ignored something because of that. */
    private static long ignored(World world, String words) {
        return world.transcript().lines().stream()
                .filter(line -> line.what().equals("IGNORED") && line.text().contains(words))
                .count();
    }

    private static Bytes withChecksum(Bytes unsummed, Bytes checksum) {
        try {
            return KinkMessage.summed(unsummed, checksum);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hex(String text) {
        return Bytes.utf8(text).toString();
    }
}
