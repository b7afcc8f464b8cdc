package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.sa.SaReports;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.message.ApRepPayload;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.EncryptPayload;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.TgtReqPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every error that a responder says: Kerberos', KINK's, and the notifies inside (RFC 4430 sections 3.5, 4.2.8 and 5.5). */
class ErrorsTest {
    private static final int CREATE = KinkMessageType.CREATE;
    private static final int DELETE = KinkMessageType.DELETE;
    private static final int STATUS = KinkMessageType.STATUS;
    private static final long HOUR = 3_600_000;

    // Kerberos errors, protected.

    @Test
    void a_clock_too_far_off_is_told_so_under_the_key_and_with_its_own_time() {
        for (long off : new long[] {-301_000, 301_000, -86_400_000}) {
            Puppet puppet = Puppet.initiator(1);
            Stamp stamp = Stamp.ofMillis(puppet.world.wall() + off);
            Puppet.Heard answer = puppet.ask(puppet.command(CREATE, 1, stamp, List.of(puppet.quickMode("0a000001"))));
            expectKerberos(answer, KerberosError.SKEW, puppet);
            KerberosError error = answer.kerberosError().orElseThrow();
            assertThat(error.clientStamp()).contains(stamp);
            assertThat(Math.abs(error.serverStamp().millis() - puppet.world.wall()))
                    .isLessThan(1_000);
        }
    }

    @Test
    void a_clock_off_by_less_is_taken() {
        for (long off : new long[] {-290_000, 290_000}) {
            Puppet puppet = Puppet.initiator(2);
            puppet.ask(puppet.command(
                    CREATE, 1, Stamp.ofMillis(puppet.world.wall() + off), List.of(puppet.quickMode("0a000001"))));
            assertThat(puppet.up()).isTrue();
        }
    }

    @Test
    void tickets_of_another_time_are_refused() {
        Puppet puppet = Puppet.initiator(3);
        long now = puppet.world.wall();
        expectKerberosFor(puppet, ticket(puppet, 0, now - HOUR, now - 301_000), KerberosError.TKT_EXPIRED);
        expectKerberosFor(puppet, ticket(puppet, 0, now + 302_000, now + HOUR), KerberosError.TKT_NYV);
        expectKerberosFor(puppet, ticket(puppet, Ticket.INVALID, now, now + HOUR), KerberosError.TKT_NYV);
    }

    private static Ticket ticket(Puppet puppet, int flags, long start, long end) {
        return puppet.kdc.issue(puppet.self, puppet.other, flags, start, end);
    }

    private static void expectKerberosFor(Puppet puppet, Ticket ticket, int code) {
        puppet.use(ticket);
        expectKerberos(puppet.ask(puppet.command(CREATE, code, puppet.quickMode("0a000001"))), code, puppet);
    }

    /** RFC 4120 section 2.7: who does not check the realms on the way himself must insist that a KDC did. */
    @Test
    void a_client_of_another_realm_needs_a_kdc_that_vouches_for_the_way() {
        Puppet puppet = Puppet.initiator(4);
        Principal foreigner = Principal.parse("kink/a.example@ELSEWHERE");
        long now = puppet.world.wall();
        puppet.use(puppet.kdc.issue(foreigner, puppet.other, 0, now, now + HOUR));
        expectKerberos(puppet.ask(puppet.command(STATUS, 1)), KerberosError.PATH_NOT_ACCEPTED, puppet);
        puppet.use(puppet.kdc.issue(foreigner, puppet.other, Ticket.TRANSITED_POLICY_CHECKED, now, now + HOUR));
        Puppet.Heard answer = puppet.ask(puppet.command(STATUS, 2));
        assertThat(answer.authentic()).isTrue();
        assertThat(answer.kerberosError()).isEmpty();
    }

    private static void expectKerberos(Puppet.Heard answer, int code, Puppet puppet) {
        assertThat(answer.authentic()).isTrue();
        assertThat(answer.outside()).hasExactlyElementsOfTypes(ApRepPayload.class);
        assertThat(answer.kerberosError().orElseThrow().code()).isEqualTo(code);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    // Kerberos errors, without a key to protect them.

    @Test
    void a_ticket_that_does_not_open_is_refused_in_the_clear() {
        Puppet puppet = Puppet.initiator(5);
        Ticket good = puppet.ticket;
        Bytes sealedOtherwise = Bytes.concat(
                good.der().slice(0, good.der().length() - 1),
                Bytes.of(good.der().at(good.der().length() - 1) ^ 1));
        puppet.ticket = new Ticket(good.client(), good.service(), sealedOtherwise, good.key(), good.end());
        expectLone(puppet, KerberosError.BAD_INTEGRITY);
    }

    @Test
    void a_ticket_of_a_key_that_the_keytab_lost_is_refused_by_its_version() {
        Puppet puppet = Puppet.initiator(6);
        puppet.kdc.roll(puppet.other);
        puppet.ask(puppet.command(STATUS, 1));
        puppet.kdc.forgetOldKeys(puppet.other);
        expectLone(puppet, KerberosError.BADKEYVER);
        puppet.use(puppet.kdc.issue(puppet.self, puppet.other));
        puppet.ask(puppet.command(CREATE, 3, puppet.quickMode("0a000001")));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void an_encryption_type_of_which_we_have_no_key_is_refused() {
        Puppet puppet = Puppet.initiator(7);
        SimulatedKdc other = new SimulatedKdc(puppet.world, 20, 7);
        puppet.use(other.issue(puppet.self, puppet.other));
        expectLone(puppet, KerberosError.NOKEY);
    }

    @Test
    void an_authenticator_of_somebody_else_than_the_tickets_client_is_refused() {
        Puppet puppet = Puppet.initiator(8);
        Ticket good = puppet.ticket;
        puppet.ticket = new Ticket(
                Principal.parse("kink/c.example@EXAMPLE"), good.service(), good.der(), good.key(), good.end());
        expectLone(puppet, KerberosError.BADMATCH);
    }

    private static void expectLone(Puppet puppet, int code) {
        Puppet.Heard answer = puppet.ask(puppet.command(CREATE, 2, puppet.quickMode("0a000001")));
        assertThat(answer.authentic()).isFalse();
        assertThat(answer.outside()).hasSize(1);
        KerberosError error = answer.kerberosError().orElseThrow();
        assertThat(error.code()).isEqualTo(code);
        assertThat(Math.abs(error.serverStamp().millis() - puppet.world.wall())).isLessThan(1_000);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    // KINK_ERROR.

    @Test
    void a_version_that_is_not_known_is_refused() {
        Puppet puppet = Puppet.initiator(9);
        Bytes good = puppet.command(CREATE, 1, puppet.quickMode("0a000001"));
        Bytes later = Bytes.concat(good.slice(0, 1), Bytes.of(0x20), good.from(2));
        Puppet.Heard answer = puppet.ask(later);
        assertThat(answer.authentic()).isFalse();
        assertThat(answer.errors()).containsExactly((long) ErrorPayload.INVMAJ);
    }

    @Test
    void nobody_gets_our_ticket_granting_ticket() {
        Puppet puppet = Puppet.initiator(10);
        Bytes name = Bytes.utf8(puppet.other.toString());
        Puppet.Heard answer = puppet.ask(puppet.bare(KinkMessageType.GETTGT, 1, new TgtReqPayload(name)));
        assertThat(answer.authentic()).isFalse();
        assertThat(answer.errors()).containsExactly((long) ErrorPayload.U2UDENIED);
    }

    @Test
    void a_doi_that_is_not_known_is_refused() {
        Puppet puppet = Puppet.initiator(11);
        ApReqPayload proof = puppet.apReq(puppet.stamp());
        Puppet.Heard answer =
                puppet.ask(puppet.sealed(CREATE, 2, 1, List.of(proof), List.of(puppet.quickMode("0a000001"))));
        expectError(answer, ErrorPayload.INVDOI, puppet);
        assertThat(answer.header().doi()).isEqualTo(2);
    }

    @Test
    void a_quick_mode_of_a_later_version_is_refused_whatever_it_is_in() {
        Puppet puppet = Puppet.initiator(12);
        int xid = 1;
        for (int version : new int[] {0x20, 0x11}) {
            for (int type : new int[] {CREATE, DELETE, STATUS}) {
                IsakmpPayload later = new IsakmpPayload(version, puppet.quickModePayloads("0a000001"));
                expectError(puppet.ask(puppet.command(type, xid++, later)), ErrorPayload.BADQMVERS, puppet);
            }
        }
    }

    @Test
    void a_command_without_what_it_is_for_is_malformed() {
        Puppet puppet = Puppet.initiator(13);
        expectError(puppet.ask(puppet.command(CREATE, 1)), ErrorPayload.PROTOERR, puppet);
        expectError(puppet.ask(puppet.command(DELETE, 2)), ErrorPayload.PROTOERR, puppet);
        assertThat(puppet.ask(puppet.command(STATUS, 3)).inside()).isEmpty();
    }

    @Test
    void nonsense_within_encrypt_is_malformed() {
        Puppet puppet = Puppet.initiator(14);
        EncryptPayload nested = new EncryptPayload(puppet.random.bytes(40));
        expectError(puppet.ask(puppet.command(CREATE, 1, nested)), ErrorPayload.PROTOERR, puppet);
        Bytes garbage = puppet.session().seal(39, Bytes.hex("06000000 00000003"), puppet.random);
        ApReqPayload proof = puppet.apReq(puppet.stamp());
        expectError(
                puppet.ask(puppet.sealed(CREATE, 1, 2, List.of(proof, new EncryptPayload(garbage)), List.of())),
                ErrorPayload.PROTOERR,
                puppet);
        Bytes otherKey =
                puppet.kdc.issue(puppet.self, puppet.other).key().seal(39, Bytes.of(0, 0, 0, 0), puppet.random);
        proof = puppet.apReq(puppet.stamp());
        expectError(
                puppet.ask(puppet.sealed(CREATE, 1, 3, List.of(proof, new EncryptPayload(otherKey)), List.of())),
                ErrorPayload.PROTOERR,
                puppet);
    }

    @Test
    void an_ap_req_that_does_not_ask_for_mutual_authentication_is_malformed() {
        Puppet puppet = Puppet.initiator(15);
        ApReqPayload proof = puppet.apReq(puppet.stamp());
        ApReqPayload oneSided = new ApReqPayload(
                proof.epoch(), Bytes.hex(proof.der().toString().replace("03050020000000", "03050000000000")));
        expectError(
                puppet.ask(puppet.sealed(CREATE, 1, 1, List.of(oneSided), List.of(puppet.quickMode("0a000001")))),
                ErrorPayload.PROTOERR,
                puppet);
    }

    @Test
    void a_sink_that_refuses_is_an_internal_error() {
        Puppet puppet = Puppet.initiator(16);
        puppet.site.plug(() -> List.of(new Refusing()));
        expectError(puppet.ask(puppet.command(CREATE, 1, puppet.quickMode("0a000001"))), ErrorPayload.INTERR, puppet);
        puppet.ask(puppet.command(STATUS, 2));
    }

    private static final class Refusing implements SaSink {
        @Override
        public String key() {
            return "refusing";
        }

        @Override
        public void reportTo(String gateway, SaReports to) {}

        @Override
        public void install(String gateway, SecurityAssociation sa, boolean inbound) throws Unavailable {
            throw new Unavailable("this kernel has no room");
        }

        @Override
        public void update(String gateway, SecurityAssociation now) {}

        @Override
        public void remove(String gateway, SecurityAssociation sa) {}
    }

    private static void expectError(Puppet.Heard answer, int code, Puppet puppet) {
        assertThat(answer.authentic()).isTrue();
        assertThat(answer.outside()).hasExactlyElementsOfTypes(ApRepPayload.class);
        assertThat(answer.errors()).containsExactly((long) code);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    // Notifies.

    @Test
    void a_payload_type_that_is_not_known_is_named() {
        Puppet puppet = Puppet.initiator(20);
        List<Payload> payloads = new ArrayList<>(puppet.quickModePayloads("0a000001"));
        payloads.add(new Unknown(IsakmpPayloads.type(99), false, Bytes.of(1)));
        Puppet.Heard answer = puppet.ask(puppet.create(1, payloads.toArray(Payload[]::new)));
        expectNotify(answer, NotifyType.INVALID_PAYLOAD_TYPE, Bytes.of(99), puppet);
    }

    @Test
    void a_payload_that_has_no_place_there_is_named() {
        Puppet puppet = Puppet.initiator(21);
        List<Payload> payloads = new ArrayList<>(puppet.quickModePayloads("0a000001"));
        payloads.add(0, new HashPayload(puppet.random.bytes(20)));
        expectNotify(
                puppet.ask(puppet.create(1, payloads.toArray(Payload[]::new))),
                NotifyType.INVALID_PAYLOAD_TYPE,
                Bytes.of(IsakmpPayloads.HASH.number()),
                puppet);
        expectNotify(
                puppet.ask(puppet.command(DELETE, 2, IsakmpPayload.of(List.of(puppet.sa("0a000001"))))),
                NotifyType.INVALID_PAYLOAD_TYPE,
                Bytes.of(IsakmpPayloads.SA.number()),
                puppet);
    }

    @Test
    void a_key_exchange_that_the_policy_does_not_want_is_named() {
        Puppet puppet = Puppet.initiator(22);
        List<Payload> payloads = new ArrayList<>(puppet.quickModePayloads("0a000001"));
        payloads.add(new KePayload(puppet.random.bytes(256)));
        expectNotify(
                puppet.ask(puppet.create(1, payloads.toArray(Payload[]::new))),
                NotifyType.INVALID_PAYLOAD_TYPE,
                Bytes.of(IsakmpPayloads.KE.number()),
                puppet);
    }

    @Test
    void an_spi_that_is_in_use_or_was_deleted_is_refused() {
        Puppet puppet = Puppet.initiator(23);
        puppet.ask(puppet.command(CREATE, 1, puppet.quickMode("0a000001")));
        assertThat(puppet.ask(puppet.command(CREATE, 2, puppet.quickMode("0a000001")))
                        .notifies())
                .containsExactly(List.of(NotifyType.INVALID_SPI));
        assertThat(puppet.up()).isTrue();
        puppet.ask(puppet.command(DELETE, 3, IsakmpPayload.of(List.of(Puppet.delete("0a000001")))));
        puppet.world.run(2_000);
        assertThat(puppet.ask(puppet.command(CREATE, 4, puppet.quickMode("0a000001")))
                        .notifies())
                .containsExactly(List.of(NotifyType.INVALID_SPI));
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    @Test
    void an_spi_that_comes_twice_in_one_create_is_refused_the_second_time() {
        Puppet puppet = Puppet.initiator(24);
        Puppet.Heard answer =
                puppet.ask(puppet.command(CREATE, 1, puppet.quickMode("0a000001"), puppet.quickMode("0a000001")));
        assertThat(answer.notifies()).containsExactly(List.of(), List.of(NotifyType.INVALID_SPI));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void proposals_of_which_none_will_do_are_refused() {
        Puppet puppet = Puppet.initiator(
                25,
                Worlds.policies()
                        .disagreeing(Worlds.suites("aes-cbc:256", "hmac-sha2-512-256")
                                .b()));
        Puppet.Heard answer = puppet.ask(puppet.command(CREATE, 1, puppet.quickMode("0a000001")));
        expectNotify(answer, NotifyType.NO_PROPOSAL_CHOSEN, Bytes.EMPTY, puppet);
    }

    @Test
    void a_quick_mode_with_too_little_or_too_much_is_malformed() {
        Puppet puppet = Puppet.initiator(26);
        Payload sa = puppet.sa("0a000001");
        Payload nonce = new NoncePayload(puppet.random.bytes(16));
        Payload ci = puppet.clients().get(0);
        Payload cr = puppet.clients().get(1);
        Payload strange = new SaPayload(2, ((SaPayload) sa).situation(), ((SaPayload) sa).proposals());
        int xid = 1;
        for (List<Payload> wrong : List.of(
                List.of(sa),
                List.of(nonce),
                List.of(sa, sa, nonce),
                List.of(nonce, sa),
                List.of(sa, nonce, nonce),
                List.of(sa, nonce, ci),
                List.of(sa, nonce, ci, cr, cr),
                List.of(sa, new NoncePayload(Bytes.zeros(7)), ci, cr),
                List.of(sa, new NoncePayload(Bytes.zeros(257)), ci, cr),
                List.of(puppet.sa("000000ff"), nonce, ci, cr),
                List.of(strange, nonce, ci, cr),
                List.of(
                        sa,
                        nonce,
                        ci,
                        cr,
                        new NotificationPayload(2, ProtocolId.ESP, Bytes.EMPTY, 24578, Bytes.EMPTY)))) {
            expectNotify(
                    puppet.ask(puppet.create(xid++, wrong.toArray(Payload[]::new))),
                    NotifyType.PAYLOAD_MALFORMED,
                    Bytes.EMPTY,
                    puppet);
        }
    }

    @Test
    void a_status_notify_in_a_create_changes_nothing() {
        Puppet puppet = Puppet.initiator(27);
        List<Payload> payloads = new ArrayList<>(puppet.quickModePayloads("0a000001"));
        payloads.add(
                new NotificationPayload(IpsecDoi.NUMBER, ProtocolId.ESP, Bytes.hex("0a000001"), 24_576, Bytes.EMPTY));
        payloads.add(new NotificationPayload(IpsecDoi.NUMBER, ProtocolId.ESP, Bytes.EMPTY, 9_999, Bytes.EMPTY));
        puppet.ask(puppet.create(1, payloads.toArray(Payload[]::new)));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void a_delete_of_what_nobody_has_is_answered_with_its_spi() {
        Puppet puppet = Puppet.initiator(28);
        Puppet.Heard answer =
                puppet.ask(puppet.command(DELETE, 1, IsakmpPayload.of(List.of(Puppet.delete("0a000009", "0a00000a")))));
        assertThat(answer.notifies()).containsExactly(List.of(NotifyType.INVALID_SPI, NotifyType.INVALID_SPI));
        assertThat(answer.all(NotificationPayload.class))
                .extracting(NotificationPayload::spi)
                .containsExactly(Bytes.hex("0a000009"), Bytes.hex("0a00000a"));
    }

    @Test
    void a_delete_of_another_doi_or_of_nothing_is_malformed() {
        Puppet puppet = Puppet.initiator(29);
        puppet.ask(puppet.command(CREATE, 1, puppet.quickMode("0a000001")));
        Payload other = new DeletePayload(2, ProtocolId.ESP, 4, List.of(Bytes.hex("0a000001")));
        assertThat(puppet.ask(puppet.command(DELETE, 2, IsakmpPayload.of(List.of(other))))
                        .notifies())
                .containsExactly(List.of(NotifyType.PAYLOAD_MALFORMED));
        assertThat(puppet.ask(puppet.command(DELETE, 3, IsakmpPayload.of(List.of())))
                        .notifies())
                .containsExactly(List.of(NotifyType.PAYLOAD_MALFORMED));
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void a_status_is_answered_whatever_it_says() {
        Puppet puppet = Puppet.initiator(30);
        Payload note = new NotificationPayload(IpsecDoi.NUMBER, ProtocolId.ESP, Bytes.EMPTY, 9_999, Bytes.EMPTY);
        Puppet.Heard answer = puppet.ask(puppet.command(STATUS, 1, IsakmpPayload.of(List.of(note))));
        assertThat(answer.outside()).hasExactlyElementsOfTypes(ApRepPayload.class);
        assertThat(answer.inside()).isEmpty();
        Payload strange = new Unknown(IsakmpPayloads.type(99), false, Bytes.of(1));
        assertThat(puppet.ask(puppet.command(STATUS, 2, IsakmpPayload.of(List.of(strange))))
                        .notifies())
                .containsExactly(List.of(NotifyType.INVALID_PAYLOAD_TYPE));
    }

    private static void expectNotify(Puppet.Heard answer, int type, Bytes data, Puppet puppet) {
        assertThat(answer.authentic()).isTrue();
        assertThat(answer.header().acknowledge()).isFalse();
        assertThat(answer.errors()).isEmpty();
        assertThat(answer.notifies()).containsExactly(List.of(type));
        NotificationPayload notification = answer.first(NotificationPayload.class);
        assertThat(notification.data()).isEqualTo(data);
        assertThat(notification.doi()).isEqualTo(IpsecDoi.NUMBER);
        assertThat(puppet.site.sad().entries()).isEmpty();
        assertThat(Optional.of(answer.first(ApRepPayload.class))).isPresent();
    }
}
