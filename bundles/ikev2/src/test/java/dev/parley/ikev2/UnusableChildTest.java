package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Key;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child that the peer has and we cannot have: it is deleted, its keys are wiped, and the IKE SA stands (RFC 7296 section 1.3.1). */
class UnusableChildTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final Bytes NEW_SPI = Bytes.hex("0a0b0c0e");
    /** Longer than these conversations, shorter than anybody's patience. */
    private static final long SECONDS = 5_000;

    /** A kernel that is full, and remembers the keys that it was shown. */
    private static final class FullKernel implements SaSink {
        private final List<Key> shown = new ArrayList<>();
        private boolean full = true;

        @Override
        public String key() {
            return "full";
        }

        @Override
        public void install(String gateway, SecurityAssociation sa, boolean inbound) throws Unavailable {
            shown.add(((IpsecSa) sa).encryptionKey());
            if (full && !inbound) {
                throw new Unavailable("the kernel is full");
            }
        }

        @Override
        public void update(String gateway, SecurityAssociation now) {}

        @Override
        public void remove(String gateway, SecurityAssociation sa) {}

        void expectWiped() {
            assertThat(shown).isNotEmpty().allMatch(key -> key.reveal().isZero());
        }
    }

    private static List<Payload> answer(Puppet.Heard request, String fault) {
        Proposal offered = request.first(SaPayload.class).proposals().get(0);
        Proposal chosen = new Proposal(offered.number(), offered.protocol(), NEW_SPI, offered.transforms());
        List<Payload> payloads =
                new ArrayList<>(List.of(new SaPayload(List.of(chosen)), new NoncePayload(Bytes.zeros(32))));
        payloads.addAll(request.all(TsPayload.class));
        switch (fault) {
            case "cipher" ->
                payloads.set(
                        0,
                        new SaPayload(List.of(new Proposal(
                                offered.number(),
                                offered.protocol(),
                                NEW_SPI,
                                List.of(Transform.of(TransformType.ENCR, 2), Transform.of(TransformType.SN, 0))))));
            case "spi" ->
                payloads.set(
                        0,
                        new SaPayload(List.of(new Proposal(
                                offered.number(), offered.protocol(), Bytes.zeros(4), offered.transforms()))));
            case "selectors" ->
                payloads.set(3, TsPayload.of(Role.RESPONDER, List.of(TrafficSelector.parse("192.168.0.0/16"))));
            default -> throw new IllegalArgumentException(fault);
        }
        return payloads;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cipher", "spi", "selectors"})
    void an_answer_for_a_child_that_cannot_be_used_costs_that_child_alone(String fault) {
        Puppet puppet = Puppet.initiator(1).connected();
        puppet.heard();
        puppet.site.command(Verb.REKEY, "to-a", "net");
        puppet.world.run(100);
        Puppet.Heard request = puppet.one(puppet.heard());
        Puppet.Heard told = puppet.one(puppet.deliver(puppet.sealed(
                CREATE_CHILD_SA, IkeFlags.RESPONSE, request.header().messageId(), answer(request, fault))));
        Bytes ours = request.first(SaPayload.class).proposals().get(0).spi();
        assertThat(told.first(DeletePayload.class)).isEqualTo(new DeletePayload(ProtocolId.ESP, List.of(ours)));
        answerEmpty(puppet, told);
        assertThat(puppet.site.sad().entries()).hasSize(2);
        assertThat(puppet.site.errands().get(0).failure()).isPresent();
        assertThat(puppet.deliver(puppet.sealed(ExchangeType.INFORMATIONAL, 0, 2)))
                .hasSize(1);
    }

    @Test
    void a_first_child_that_cannot_be_used_costs_that_child_alone() {
        Puppet puppet = Puppet.responder(2);
        puppet.deliver(puppet.answer(puppet.called()));
        List<Payload> auth = new ArrayList<>(puppet.auth());
        auth.replaceAll(each -> each instanceof TsPayload ts && ts.role() == Role.RESPONDER
                ? TsPayload.of(Role.RESPONDER, List.of(TrafficSelector.parse("192.168.0.0/16")))
                : each);
        Puppet.Heard told =
                puppet.one(puppet.deliver(puppet.sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth)));
        assertThat(told.first(DeletePayload.class).protocol()).isEqualTo(ProtocolId.ESP);
        answerEmpty(puppet, told);
        assertThat(puppet.site.gateway().lanes()).isEqualTo(1);
        assertThat(puppet.site.errands().get(0).failure()).isPresent();
        puppet.site.probe("to-b");
        puppet.world.run(100);
        answerEmpty(puppet, puppet.one(puppet.heard()));
        assertThat(puppet.site.errands().get(1).succeeded()).isTrue();
    }

    private static void answerEmpty(Puppet puppet, Puppet.Heard request) {
        puppet.deliver(puppet.sealed(
                ExchangeType.INFORMATIONAL, IkeFlags.RESPONSE, request.header().messageId()));
    }

    /** Section 1.2: the IKE SA stands, whichever end's sinks refuse, and the child can be made when they have room again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_child_that_the_sinks_of_one_end_refuse_costs_that_child_alone(boolean initiators) {
        FullKernel kernel = new FullKernel();
        Worlds worlds = Worlds.seeded(3);
        (initiators ? worlds.a() : worlds.b()).plug(() -> List.of(kernel));
        worlds.a().establish("to-b");
        worlds.world().run(SECONDS);
        assertThat(worlds.a().errands().get(0).failure()).isPresent();
        assertThat(worlds.a().sad().entries()).isEmpty();
        assertThat(worlds.b().sad().entries()).isEmpty();
        assertThat(worlds.a().gateway().lanes()).isEqualTo(1);
        assertThat(worlds.b().gateway().lanes()).isEqualTo(1);
        kernel.expectWiped();
        kernel.full = false;
        worlds.a().establish("to-b");
        worlds.world().run(SECONDS);
        assertThat(worlds.a().errands().get(1).succeeded()).isTrue();
        assertThat(worlds.up()).isTrue();
        worlds.world().judge();
    }

    @Test
    void a_replacement_that_the_sinks_of_the_answering_end_refuse_leaves_the_old_child_and_no_keys() {
        FullKernel kernel = new FullKernel();
        Worlds worlds = Worlds.seeded(4);
        worlds.a().establish("to-b");
        worlds.world().run(SECONDS);
        kernel.full = false;
        worlds.b().plug(() -> List.of(kernel));
        worlds.world().run(100);
        kernel.full = true;
        kernel.shown.clear();
        worlds.a().command(Verb.REKEY, "to-b", "net");
        worlds.world().run(SECONDS);
        assertThat(worlds.up()).isTrue();
        kernel.expectWiped();
    }
}
