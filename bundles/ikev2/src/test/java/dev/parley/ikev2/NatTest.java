package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.extension.NatDetection;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.UdpEncapsulation;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Nat;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NATs between the two (RFC 7296 sections 2.11 and 2.23, RFC 3948). */
class NatTest {
    private static final String OUTSIDE = "192.0.2.77";
    private static final Bytes KEEPALIVE = Bytes.of(0xff);
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;

    private record Home(World world, Site a, Site b, Nat nat) {
        static Home up(long seed) {
            Policies policies = Puppet.policies().behind(OUTSIDE);
            World world = Worlds.empty(seed);
            Site a = world.gateway("a", policies.a());
            Site b = world.gateway("b", policies.b());
            Nat nat = world.nat(a, OUTSIDE);
            a.establish("to-b");
            world.runUntilQuiet();
            return new Home(world, a, b, nat);
        }

        List<Captured> since(int index) {
            return world.capture().subList(index, world.capture().size());
        }
    }

    /** Section 2.23: SHA-1 of SPIs, address and port, as strongSwan computed them in a recorded conversation. */
    @Test
    void detection_payloads_are_those_of_a_recorded_conversation() {
        RecordedConversation recorded = RecordedConversation.load("noesp");
        Bytes request = recorded.packet(0);
        List<Bytes> hashes = recorded.values("natd_hash");
        Endpoint us = new Endpoint(Bytes.of(10, 99, 0, 1), 500, false);
        Endpoint peer = new Endpoint(Bytes.of(10, 99, 0, 2), 500, false);
        List<Bytes> ours =
                NatDetection.payloads(request.slice(0, 8), request.slice(8, 16), IkePath.between(us, peer)).stream()
                        .map(payload -> ((NotifyPayload) payload).data())
                        .toList();
        assertThat(hashes).containsAll(ours);
        String hex = request.toString();
        assertThat(hex).contains(ours.get(0).toString()).contains(ours.get(1).toString());
    }

    /** Section 2.23: everything after IKE_SA_INIT goes between the encapsulated endpoints, ESP too. */
    @Test
    void an_initiator_behind_a_nat_floats_and_both_ends_encapsulate() {
        Home home = Home.up(1);
        assertThat(home.world().capture().stream().map(each -> each.from().encapsulated()))
                .containsExactly(false, false, true, true);
        assertThat(Stream.concat(home.a().sad().ipsec().stream(), home.b().sad().ipsec().stream()))
                .hasSize(4)
                .allMatch(IpsecSa::udpEncapsulated);
        assertThat(home.b().sad().ipsec())
                .anyMatch(sa -> sa.destination().equals(home.nat().outside()));
        home.world().judge();
    }

    @Test
    void nobody_floats_where_nothing_is_translated() {
        Worlds worlds = Worlds.seeded(2);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.world().capture()).noneMatch(each -> each.from().encapsulated());
        assertThat(worlds.a().sad().ipsec()).noneMatch(IpsecSa::udpEncapsulated);
    }

    /** Section 2.23: a mismatch of either hash means a NAT, of ours or of the peer's; several source hashes are alternatives. */
    @ParameterizedTest
    @ValueSource(strings = {"source", "destination", "several", "none"})
    void the_initiator_floats_on_a_mismatch_of_either_side(String what) {
        Puppet puppet = Puppet.responder(3);
        Puppet.Heard request = puppet.called();
        puppet.answer(request);
        List<Payload> right =
                NatDetection.payloads(puppet.spiI, puppet.spiR, IkePath.between(puppet.here, puppet.there));
        Payload wrongSource = NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, Bytes.zeros(20));
        Payload wrongDestination = NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, Bytes.zeros(20));
        List<Payload> hashes = switch (what) {
            case "source" -> List.of(wrongSource, right.get(1));
            case "destination" -> List.of(right.get(0), wrongDestination);
            case "several" -> List.of(wrongSource, right.get(0), right.get(1));
            default -> List.of();
        };
        Puppet.Heard auth = puppet.one(puppet.deliver(puppet.withMore(hashes)));
        assertThat(auth.captured().from().encapsulated())
                .isEqualTo(what.equals("source") || what.equals("destination"));
        assertThat(auth.captured().to().port()).isEqualTo(auth.captured().from().encapsulated() ? 4500 : 500);
    }

    /** Sections 2.11 and 2.23: a responder takes IKE_AUTH on 4500 from any port, NAT or not, and answers to where it came from. */
    @Test
    void the_responder_accepts_the_other_port_unasked_and_answers_to_where_a_message_came_from() {
        Puppet puppet = Puppet.initiator(4);
        puppet.init();
        puppet.here = new Endpoint(Bytes.of(198, 51, 100, 7), 61_234, true);
        puppet.there = puppet.site.encapsulated();
        Puppet.Heard answer = puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth())));
        assertThat(answer.captured().to()).isEqualTo(puppet.here);
        assertThat(answer.captured().from()).isEqualTo(puppet.there);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        puppet.site.probe("to-a");
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).captured().to())
                .as("its own requests go there too")
                .isEqualTo(puppet.here);
    }

    /** Section 2.23, RFC 3948 section 4: one octet of 0xff, by the side behind the NAT alone, and never answered. */
    @Test
    void keepalives_come_from_the_side_behind_the_nat_alone() {
        Home home = Home.up(5);
        int before = home.world().capture().size();
        home.world().run(100_000);
        List<Captured> keepalives = home.since(before).stream()
                .filter(each -> each.octets().equals(KEEPALIVE))
                .toList();
        assertThat(keepalives)
                .hasSizeBetween(4, 6)
                .allMatch(each -> each.from().address().equals(home.nat().outside()));
        assertThat(keepalives).allMatch(each -> each.from().encapsulated());
    }

    @Test
    void nobody_sends_keepalives_where_nothing_is_translated() {
        Worlds worlds = Worlds.seeded(6);
        worlds.a().establish("to-b");
        worlds.world().run(200_000);
        assertThat(worlds.world().capture()).noneMatch(each -> each.octets().equals(KEEPALIVE));
    }

    /** Section 2.23: a keepalive is not a message, so the address follows only when an authenticated one comes. */
    @Test
    void the_address_follows_a_rebinding_nat_after_an_authenticated_message_only() {
        Home home = Home.up(7);
        int port = home.world().capture().get(2).from().port();
        home.nat().forget();
        home.world().run(21_000);
        int before = home.world().capture().size();
        home.b().probe("to-a");
        home.world().run(50);
        assertThat(home.since(before).get(0).to().port())
                .as("not after a keepalive")
                .isEqualTo(port);
        home.a().probe("to-b");
        home.world().run(200);
        int later = home.world().capture().size();
        home.world().run(2_000);
        assertThat(home.since(later))
                .as("the request that was on its way is repeated to the new port")
                .anyMatch(each -> each.from().address().equals(home.b().address())
                        && each.to().port() != port);
        assertThat(home.b().errands().get(0).succeeded()).isTrue();
        int now = home.since(later).get(0).to().port();
        assertThat(home.b().sad().ipsec())
                .as("ESP goes where IKE goes")
                .allMatch(sa -> sa.udp().orElseThrow().equals(new UdpEncapsulation(now, 4500))
                        || sa.udp().orElseThrow().equals(new UdpEncapsulation(4500, now)));
        home.world().judge();
    }

    /** Section 2.23: neither a forged message nor a replay moves anything. */
    @Test
    void forged_messages_and_replays_from_elsewhere_move_nothing() {
        Puppet puppet = behindNat(8);
        Endpoint home = puppet.here;
        Bytes old = puppet.sealed(INFORMATIONAL, 0, 2);
        puppet.deliver(old);
        puppet.here = new Endpoint(Bytes.of(203, 0, 113, 66), 1, true);
        Puppet.Heard replayed = puppet.one(puppet.deliver(old));
        assertThat(replayed.captured().to())
                .as("a repeated request is answered to where it came from")
                .isEqualTo(puppet.here);
        byte[] forged = puppet.sealed(INFORMATIONAL, 0, 3).toArray();
        forged[forged.length - 1] ^= 1;
        puppet.deliver(Bytes.copyOf(forged));
        puppet.site.probe("to-a");
        puppet.world.run(100);
        Puppet.Heard asked = puppet.one(puppet.heard());
        assertThat(asked.captured().to()).isEqualTo(home);
        Endpoint rebound = new Endpoint(Bytes.of(203, 0, 113, 67), 2, true);
        puppet.here = rebound;
        puppet.deliver(
                puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, asked.header().messageId()));
        puppet.site.probe("to-a");
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).captured().to()).isEqualTo(rebound);
    }

    /** A puppet that says it is behind a NAT, connected. */
    private static Puppet behindNat(long seed) {
        Puppet puppet = Puppet.initiator(seed);
        List<Payload> hashes =
                NatDetection.payloads(puppet.spiI, puppet.spiR, IkePath.between(puppet.here, puppet.there));
        Payload wrong = NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, Bytes.zeros(20));
        puppet.init(puppet.clear(
                ExchangeType.IKE_SA_INIT,
                0,
                0,
                Stream.concat(Stream.of(puppet.hello()), Stream.of(wrong, hashes.get(1)))
                        .toArray(Payload[]::new)));
        puppet.here = new Endpoint(puppet.here.address(), 4500, true);
        puppet.there = puppet.site.encapsulated();
        puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, 0, 1, puppet.auth()));
        puppet.skip();
        return puppet;
    }

    private static IpsecSa half(Puppet puppet, boolean inbound) {
        return puppet.site.sad().ipsec().stream()
                .filter(sa -> sa.spi().equals(puppet.espSpi) != inbound)
                .findFirst()
                .orElseThrow();
    }

    /** Section 2.23: all packets go to the new address and port, ESP too, and the SAs are the same: no key is used from its beginning again. */
    @Test
    void esp_follows_a_peer_whose_nat_has_another_mapping_for_it() {
        Puppet puppet = behindNat(10);
        IpsecSa out = half(puppet, false);
        assertThat(out.udp()).contains(new UdpEncapsulation(4500, 4500));
        Endpoint now = new Endpoint(Bytes.of(203, 0, 113, 66), 61_234, true);
        puppet.here = now;
        puppet.deliver(puppet.sealed(INFORMATIONAL, 0, 2));
        assertThat(half(puppet, false))
                .isEqualTo(out.between(out.source(), now.address(), Optional.of(new UdpEncapsulation(4500, 61_234))));
        assertThat(half(puppet, true).source()).isEqualTo(now.address());
        assertThat(half(puppet, true).udp()).contains(new UdpEncapsulation(61_234, 4500));
        assertThat(half(puppet, false).encryptionKey().reveal().isZero()).isFalse();
        assertThat(puppet.site.sad().entries()).hasSize(2);
    }

    /** It is the same pair still: it is deleted, whichever end asks, and replaced. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_child_that_has_moved_is_deleted_like_any_other(boolean byPeer) {
        Puppet puppet = behindNat(11);
        Errand down = puppet.site.command(Verb.DELETE, "to-a", "net");
        puppet.world.run(100);
        Puppet.Heard asked = puppet.one(puppet.heard());
        puppet.here = new Endpoint(Bytes.of(203, 0, 113, 66), 61_234, true);
        puppet.deliver(
                byPeer
                        ? puppet.sealed(INFORMATIONAL, 0, 2, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi)))
                        : puppet.sealed(INFORMATIONAL, 0, 2));
        puppet.deliver(
                puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, asked.header().messageId()));
        assertThat(down.succeeded()).isTrue();
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    /** Section 2.23: without a NAT in front of the peer its address does not follow anything. */
    @Test
    void the_address_of_a_peer_without_a_nat_does_not_move() {
        Puppet puppet = Puppet.initiator(9).connected();
        Endpoint home = puppet.here;
        puppet.here = new Endpoint(Bytes.of(203, 0, 113, 66), 500, false);
        assertThat(puppet.one(last(puppet, puppet.sealed(INFORMATIONAL, 0, 2)))
                        .captured()
                        .to())
                .isEqualTo(puppet.here);
        puppet.site.probe("to-a");
        puppet.world.run(100);
        assertThat(puppet.one(puppet.heard()).captured().to()).isEqualTo(home);
    }

    private static List<Puppet.Heard> last(Puppet puppet, Bytes message) {
        puppet.heard();
        return puppet.deliver(message);
    }
}
