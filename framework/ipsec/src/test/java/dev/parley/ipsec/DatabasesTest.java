package dev.parley.ipsec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.crypto.Key;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The three databases of RFC 4301 section 4.4. */
class DatabasesTest {
    private static PolicyEnd end(String address, String identity) {
        return new PolicyEnd(
                new Endpoint(IpAddress.parse(address).orElseThrow(), 500, false), 4500, Identity.parse(identity));
    }

    private static Policy policy(String name, String local, String remote, String identity, ChildPolicy... children) {
        return new Policy(
                name,
                "ikev2",
                end(local, "us.example"),
                end(remote, identity),
                SharedSecret.of(Bytes.utf8("secret")),
                List.of(),
                List.of(children),
                0,
                Map.of());
    }

    private static ChildPolicy child(String name, String local, String remote) {
        return new ChildPolicy(
                name, List.of(), List.of(TrafficSelector.parse(local)), List.of(TrafficSelector.parse(remote)), 0);
    }

    private static Endpoint at(String address, int port) {
        return new Endpoint(IpAddress.parse(address).orElseThrow(), port, false);
    }

    private static IpsecSa sa(int spi, String destination, String child) {
        return new IpsecSa(
                "ESP",
                Bytes.unsigned(spi, 4),
                Bytes.of(10, 0, 0, 1),
                IpAddress.parse(destination).orElseThrow(),
                Bytes.zeros(4),
                Mode.TUNNEL,
                Optional.of(Algorithm.parse("aes-cbc:128")),
                Key.of(Bytes.hex("00112233445566778899aabbccddeeff")),
                Optional.of(Algorithm.parse("hmac-sha2-256-128")),
                Key.of(Bytes.hex("0f".repeat(32))),
                List.of(TrafficSelector.parse("10.1.0.0/16")),
                List.of(TrafficSelector.parse("10.2.0.0/16")),
                Optional.of(new UdpEncapsulation(4500, 4500)),
                "to-b",
                child,
                Identity.parse("b.example"),
                0,
                SequenceNumbers.ORDINARY,
                Optional.empty());
    }

    @Test
    void a_policy_that_names_the_peers_address_comes_before_one_that_accepts_any() {
        PeerAuthorizationDatabase pad = new PeerAuthorizationDatabase(List.of(
                policy("any", "10.0.0.1", "0.0.0.0", "any.example"),
                policy("named", "10.0.0.1", "10.0.0.2", "b.example"),
                policy("elsewhere", "10.0.0.1", "10.0.0.3", "c.example"),
                policy("other end", "10.0.0.9", "10.0.0.2", "b.example"),
                policy("any of ours", "0.0.0.0", "10.0.0.2", "b.example")));
        assertThat(pad.at("ikev2", at("10.0.0.1", 500), at("10.0.0.2", 60000)))
                .extracting(Policy::name)
                .containsExactly("named", "any of ours", "any");
        assertThat(pad.at("ikev1", at("10.0.0.1", 500), at("10.0.0.2", 500))).isEmpty();
    }

    @Test
    void of_those_the_identities_decide() {
        Policy b = policy("b", "10.0.0.1", "0.0.0.0", "b.example");
        Policy c = policy("c", "10.0.0.1", "0.0.0.0", "c.example");
        Identity peer = Identity.parse("c.example");
        PeerAuthorizationDatabase pad = new PeerAuthorizationDatabase(List.of(b, c));
        Endpoint ours = at("10.0.0.1", 500);
        Endpoint theirs = at("10.0.0.2", 500);
        assertThat(pad.naming("ikev2", ours, theirs, peer, Optional.empty())).containsExactly(c);
        assertThat(pad.naming("ikev2", ours, theirs, peer, Optional.of(Identity.parse("us.example"))))
                .containsExactly(c);
        assertThat(pad.naming("ikev2", ours, theirs, peer, Optional.of(Identity.parse("you.example"))))
                .isEmpty();
        assertThat(pad.naming("ikev2", at("10.0.0.9", 500), theirs, peer, Optional.empty()))
                .isEmpty();
        assertThat(pad.naming("ikev1", ours, theirs, peer, Optional.empty())).isEmpty();
    }

    @Test
    void of_two_for_one_identity_the_one_that_names_its_address_comes_first() {
        Policy any = policy("any", "10.0.0.1", "0.0.0.0", "b.example");
        Policy named = policy("named", "10.0.0.1", "10.0.0.2", "b.example");
        PeerAuthorizationDatabase pad = new PeerAuthorizationDatabase(List.of(any, named));
        Identity peer = Identity.parse("b.example");
        assertThat(pad.naming("ikev2", at("10.0.0.1", 500), at("10.0.0.2", 500), peer, Optional.empty()))
                .containsExactly(named, any);
        assertThat(pad.naming("ikev2", at("10.0.0.1", 500), at("10.0.0.3", 500), peer, Optional.empty()))
                .containsExactly(any);
    }

    @Test
    void strangers_at_addresses_that_no_policy_names_are_told_apart_from_those_that_one_does() {
        Policy any = policy("any", "10.0.0.1", "0.0.0.0", "any.example");
        Policy named = policy("named", "10.0.0.1", "10.0.0.2", "b.example");
        PeerAuthorizationDatabase pad = new PeerAuthorizationDatabase(List.of(any, named));
        for (int round = 0; round < 2; round++) {
            assertThat(pad.at("ikev2", at("10.0.0.1", 500), at("10.0.0.7", 500)))
                    .containsExactly(any);
            assertThat(pad.at("ikev2", at("10.0.0.1", 500), at("10.0.0.2", 500)))
                    .containsExactly(named, any);
        }
    }

    @Test
    void the_first_child_that_protects_any_of_the_traffic_is_the_match() {
        SecurityPolicyDatabase spd = new SecurityPolicyDatabase(List.of(
                policy("one", "10.0.0.1", "10.0.0.2", "b.example", child("web", "10.1.0.0/16", "10.2.0.0/16[6/443]")),
                policy("two", "10.0.0.1", "10.0.0.3", "c.example", child("all", "10.0.0.0/8", "10.0.0.0/8"))));
        assertThat(match(spd, "10.1.0.5", "10.2.0.5[6/443]")).contains("web");
        assertThat(match(spd, "10.1.0.5", "10.2.0.5")).contains("web");
        assertThat(match(spd, "10.1.0.5", "10.2.0.5[17]")).contains("all");
        assertThat(match(spd, "192.0.2.1", "10.2.0.5")).isEmpty();
        assertThat(match(spd, "fd00::1", "fd00::2")).isEmpty();
    }

    private static Optional<String> match(SecurityPolicyDatabase spd, String source, String destination) {
        return spd.match(TrafficSelector.parse(source), TrafficSelector.parse(destination))
                .map(entry -> entry.child().name());
    }

    @Test
    void a_policy_prints_no_secret_and_neither_does_an_sa() {
        assertThat(policy("b", "10.0.0.1", "10.0.0.2", "b.example").toString()).doesNotContain("secret'", "736563");
        assertThat(sa(256, "10.0.0.2", "net").toString()).doesNotContain("00112233", "0f0f");
        assertThat(sa(256, "10.0.0.2", "net").describe())
                .isEqualTo("ESP 0x00000100 to 10.0.0.2  tunnel in UDP  aes-cbc:128 + hmac-sha2-256-128"
                        + "  10.1.0.0/16 => 10.2.0.0/16");
    }

    @Test
    void two_sas_may_not_have_one_name_and_the_first_stays() throws Unavailable {
        SecurityAssociationDatabase sad = new SecurityAssociationDatabase();
        IpsecSa first = sa(256, "10.0.0.2", "net");
        sad.install("g", first, true);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> sad.install("g", sa(256, "10.0.0.2", "other"), false))
                .withMessage("an SA named ESP 0x00000100 is installed already");
        sad.install("g", sa(256, "10.0.0.3", "same SPI, other destination"), false);
        sad.install("g", sa(257, "10.0.0.2", "other SPI"), false);
        assertThat(sad.entries()).hasSize(3).contains(new SecurityAssociationDatabase.Entry(first, true));
        assertThat(sad.ipsec()).extracting(IpsecSa::child).contains("net").doesNotContain("other");
    }

    @Test
    void an_update_keeps_the_direction_and_what_is_not_there_cannot_be_updated() throws Unavailable {
        SecurityAssociationDatabase sad = new SecurityAssociationDatabase();
        sad.install("g", sa(256, "10.0.0.2", "net"), true);
        IpsecSa now = sa(256, "10.0.0.2", "renamed");
        sad.update("g", now);
        assertThat(sad.entries()).containsExactly(new SecurityAssociationDatabase.Entry(now, true));
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> sad.update("g", sa(999, "10.0.0.2", "net")))
                .withMessageContaining("0x000003e7 is installed");
    }

    @Test
    void an_sa_that_moves_has_its_keys_and_its_direction_under_another_name() throws Unavailable {
        SecurityAssociationDatabase sad = new SecurityAssociationDatabase();
        IpsecSa before = sa(256, "10.0.0.2", "net");
        sad.install("g", before, false);
        IpsecSa now =
                before.between(before.source(), Bytes.of(10, 0, 0, 9), Optional.of(new UdpEncapsulation(4500, 61_234)));
        sad.move("g", before, now);
        assertThat(sad.entries()).containsExactly(new SecurityAssociationDatabase.Entry(now, false));
        assertThat(now.encryptionKey().reveal().isZero()).isFalse();
        assertThat(now.udpEncapsulated()).isTrue();
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> sad.move("g", before, now));
    }

    @Test
    void removing_wipes_the_keys_and_a_name_that_is_not_there_is_no_error() throws Unavailable {
        SecurityAssociationDatabase sad = new SecurityAssociationDatabase();
        IpsecSa there = sa(256, "10.0.0.2", "net");
        IpsecSa stays = sa(257, "10.0.0.2", "net");
        sad.install("g", there, true);
        sad.install("g", stays, true);
        sad.remove("g", sa(256, "10.0.0.2", "net"));
        sad.remove("g", sa(256, "10.0.0.2", "net"));
        assertThat(Stream.of(there.encryptionKey(), there.integrityKey()))
                .allMatch(key -> key.reveal().isZero());
        assertThat(stays.encryptionKey().reveal().isZero()).isFalse();
        assertThat(sad.ipsec()).containsExactly(stays);
    }
}
