package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.ipsec.doi.IdType;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.simulator.Policies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several KINK_ISAKMP in one message, and whose traffic each is for (RFC 4430 sections 4.2.6, 5.3 and 6.3). */
class SeveralTest {
    @Test
    void one_create_makes_a_pair_for_each_child() {
        Worlds worlds = Worlds.of(1, two());
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.world().capture()).hasSize(2);
        assertThat(worlds.world().transcript().said())
                .contains("ENCRYPT {ISAKMP {SA, Ni, IDci, IDcr}, ISAKMP {SA, Ni, IDci, IDcr}}");
        assertThat(worlds.a().sad().ipsec())
                .hasSize(4)
                .extracting(IpsecSa::child)
                .containsOnly("net", "other");
        worlds.world().judge();
        worlds.b().delete("to-a");
        worlds.settle();
        assertThat(worlds.world().transcript().said()).contains("DELETE").contains("D(ESP 0x");
        worlds.world().judgeEmpty();
    }

    @Test
    void a_part_that_is_refused_is_answered_in_its_place_and_the_others_stand() {
        Policies both = two();
        Worlds worlds = Worlds.of(2, both.disagreeing(Worlds.policies().b()));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.a().sad().ipsec())
                .hasSize(2)
                .extracting(IpsecSa::child)
                .containsOnly("net");
        assertThat(worlds.a().errands().get(0).failure().orElseThrow())
                .hasMessage("the peer refused child other with NO-PROPOSAL-CHOSEN");
        worlds.world().judge();
    }

    @Test
    void if_one_part_needs_an_ack_all_wait_for_it() {
        Puppet puppet = Puppet.initiator(3, two());
        Payload first = puppet.quickMode("0a000001");
        Payload second = mirroredOrder(puppet);
        Puppet.Heard answer = puppet.ask(puppet.command(KinkMessageType.CREATE, 1, first, second));
        assertThat(answer.header().acknowledge()).isTrue();
        assertThat(answer.all(NoncePayload.class))
                .as("of the part that was not taken as it was")
                .hasSize(1);
        assertThat(puppet.site.sad().entries()).as("inbound alone").hasSize(2);
        puppet.deliver(puppet.command(KinkMessageType.ACK, 1));
        assertThat(puppet.site.sad().entries()).hasSize(4);
    }

    /** The second child with a first transform that the gateway does not take. */
    private static Payload mirroredOrder(Puppet puppet) {
        ChildPolicy child = puppet.policy.children().get(1);
        Policies other = Worlds.suites("aes-cbc:256", "hmac-sha2-512-256");
        var refused = other.a().children().get(0).suites();
        var all = new java.util.ArrayList<>(refused);
        all.addAll(child.suites());
        return puppet.quickMode("0a000002", child.by(all));
    }

    @Test
    void a_malformed_part_does_not_harm_the_other() {
        Puppet puppet = Puppet.initiator(4);
        Puppet.Heard answer = puppet.ask(puppet.command(
                KinkMessageType.CREATE,
                1,
                IsakmpPayload.of(List.of(puppet.sa("0a000002"))),
                puppet.quickMode("0a000001")));
        assertThat(answer.notifies()).containsExactly(List.of(NotifyType.PAYLOAD_MALFORMED), List.of());
        assertThat(puppet.up()).isTrue();
    }

    @Test
    void one_delete_ends_several_pairs_and_names_those_that_are_not_there() {
        Puppet puppet = Puppet.initiator(5, two());
        puppet.ask(puppet.command(
                KinkMessageType.CREATE,
                1,
                puppet.quickMode("0a000001"),
                puppet.quickMode("0a000002", puppet.policy.children().get(1))));
        assertThat(puppet.site.sad().entries()).hasSize(4);
        Puppet.Heard answer = puppet.ask(puppet.command(
                KinkMessageType.DELETE,
                2,
                IsakmpPayload.of(List.of(Puppet.delete("0a000001", "0a000009"))),
                IsakmpPayload.of(List.of(Puppet.delete("0a000002")))));
        assertThat(answer.notifies()).containsExactly(List.of(NotifyType.INVALID_SPI), List.of());
        puppet.world.run(2_000);
        assertThat(puppet.site.sad().entries()).isEmpty();
    }

    private static Policies two() {
        ChildPolicy net = Worlds.policies().a().children().get(0);
        ChildPolicy other = new ChildPolicy(
                "other",
                net.suites(),
                List.of(TrafficSelector.parse("10.3.0.0/16")),
                List.of(TrafficSelector.parse("10.4.0.0/16")),
                0);
        return Worlds.policies().children(net, other);
    }

    // Client identities.

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.2.3.4, 1, 1",
        "10.1.0.0/16, 10.2.0.0/24, 4, 4",
        "10.1.0.5-10.1.0.9, 10.2.0.0/16, 7, 4",
        "2001:db8::1, 2001:db8:1::/48, 5, 6",
        "2001:db8::5-2001:db8::9, 2001:db8:1::1, 8, 5"
    })
    void each_kind_of_traffic_is_named_as_the_rfc_allows(String local, String remote, int ci, int cr) {
        ChildPolicy net = Worlds.policies().a().children().get(0);
        ChildPolicy child =
                new ChildPolicy("net", net.suites(), List.of(selector(local)), List.of(selector(remote)), 0);
        Worlds worlds = Worlds.of(6, Worlds.policies().children(child));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
        Puppet puppet = Puppet.responder(7, Worlds.policies().children(child));
        List<IdPayload> ids = puppet.called().all(IdPayload.class);
        assertThat(ids).extracting(IdPayload::idType).containsExactly(ci, cr);
    }

    private static TrafficSelector selector(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return TrafficSelector.parse(text);
        }
        TrafficSelector first = TrafficSelector.parse(text.substring(0, dash));
        TrafficSelector last = TrafficSelector.parse(text.substring(dash + 1));
        return new TrafficSelector(first.protocol(), first.startPort(), first.endPort(), first.start(), last.end());
    }

    @Test
    void without_identities_the_traffic_of_the_two_ends_is_meant() {
        ChildPolicy net = Worlds.policies().a().children().get(0);
        ChildPolicy hosts = new ChildPolicy(
                "hosts",
                net.suites(),
                List.of(TrafficSelector.parse("10.0.0.1")),
                List.of(TrafficSelector.parse("10.0.0.2")),
                0);
        Worlds worlds = Worlds.of(8, Worlds.policies().children(hosts));
        worlds.a().establish("to-b");
        worlds.settle();
        assertThat(worlds.world().transcript().said())
                .contains("ISAKMP {SA, Ni}")
                .doesNotContain("IDci");
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    @Test
    void a_part_of_a_childs_traffic_is_taken_and_more_than_it_has_is_not() {
        Puppet puppet = Puppet.initiator(9);
        ChildPolicy child = puppet.child();
        ChildPolicy part = new ChildPolicy(
                "net",
                child.suites(),
                List.of(TrafficSelector.parse("10.1.7.0/24")),
                List.of(TrafficSelector.parse("10.2.9.9")),
                0);
        puppet.ask(puppet.command(KinkMessageType.CREATE, 1, puppet.quickMode("0a000001", part)));
        assertThat(puppet.up()).isTrue();
        expectNoProposal(puppet, 2, "10.0.0.0/8", "10.2.9.9");
        expectNoProposal(puppet, 3, "10.1.7.0/24", "10.0.0.0/8");
        expectNoProposal(puppet, 4, "10.1.7.0/24", "10.9.9.9");
    }

    private static void expectNoProposal(Puppet puppet, long xid, String initiators, String responders) {
        ChildPolicy more = new ChildPolicy(
                "net",
                puppet.child().suites(),
                List.of(TrafficSelector.parse(initiators)),
                List.of(TrafficSelector.parse(responders)),
                0);
        Puppet.Heard answer =
                puppet.ask(puppet.command(KinkMessageType.CREATE, xid, puppet.quickMode("0a000002", more)));
        assertThat(answer.notifies()).containsExactly(List.of(NotifyType.NO_PROPOSAL_CHOSEN));
    }

    @Test
    void an_identity_that_names_no_traffic_is_malformed() {
        Puppet puppet = Puppet.initiator(10);
        List<Payload> payloads = new java.util.ArrayList<>(puppet.quickModePayloads("0a000001"));
        IdPayload name = new IdPayload(IdType.FQDN, Bytes.zeros(3), Bytes.utf8("a.example"));
        payloads.set(2, name);
        assertThat(puppet.ask(puppet.create(1, payloads.toArray(Payload[]::new)))
                        .notifies())
                .containsExactly(List.of(NotifyType.PAYLOAD_MALFORMED));
    }
}
