package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extended Sequence Numbers, transform type 5 (RFC 7296 sections 2.7 and 3.3.2, RFC 4303 section 2.2.1). */
class SequenceNumbersTest {
    private static final String EXTENDED_FIRST = "EXTENDED ORDINARY";

    private static ChildPolicy child(String words) {
        ChildPolicy usual = Puppet.policies().a().children().get(0);
        SequenceNumbers[] counts =
                Stream.of(words.split(" ")).map(SequenceNumbers::valueOf).toArray(SequenceNumbers[]::new);
        return usual.by(
                usual.suites().stream().map(suite -> suite.counting(counts)).toList());
    }

    private static Policies policies(String atA, String atB) {
        Policies usual = Puppet.policies();
        return usual.children(child(atA)).disagreeing(usual.children(child(atB)).b());
    }

    /** Section 2.7: one of those that were offered, by the responder's own order. */
    @ParameterizedTest
    @CsvSource({
        "EXTENDED, EXTENDED, EXTENDED",
        "EXTENDED ORDINARY, EXTENDED ORDINARY, EXTENDED",
        "EXTENDED ORDINARY, ORDINARY EXTENDED, ORDINARY",
        "EXTENDED ORDINARY, ORDINARY, ORDINARY",
        "ORDINARY, EXTENDED ORDINARY, ORDINARY"
    })
    void both_ends_count_alike_and_after_a_rekey_too(String atA, String atB, SequenceNumbers chosen) {
        Worlds worlds = Worlds.of(Worlds.empty(1), policies(atA, atB));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        worlds.a().command(Verb.REKEY, "to-b", "net");
        worlds.world().runUntilQuiet();
        worlds.world().judge();
        assertThat(worlds.up()).isTrue();
        assertThat(Stream.concat(worlds.a().sad().ipsec().stream(), worlds.b().sad().ipsec().stream()))
                .allMatch(sa -> sa.sequenceNumbers() == chosen);
    }

    /** Section 3.3.2: who offers one value alone does not accept the other. */
    @ParameterizedTest
    @CsvSource({"EXTENDED, ORDINARY", "ORDINARY, EXTENDED"})
    void nothing_in_common_is_no_proposal_chosen(String atA, String atB) {
        Worlds worlds = Worlds.of(Worlds.empty(2), policies(atA, atB));
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThat(worlds.a().errands().get(0).failure().orElseThrow().getMessage())
                .contains("NO_PROPOSAL_CHOSEN");
        assertThat(worlds.world().transcript().toString()).contains("first difference: SN");
    }

    /** Section 3.3.2: an initiator that supports both usually offers both, in its order. */
    @Test
    void both_values_are_offered_in_order() {
        Puppet puppet = Puppet.responder(3, policies(EXTENDED_FIRST, EXTENDED_FIRST));
        Puppet.Heard auth = puppet.one(puppet.deliver(puppet.answer(puppet.called())));
        Proposal offered = auth.first(SaPayload.class).proposals().get(0);
        assertThat(offered.transforms().stream().filter(each -> each.transformType() == TransformType.SN))
                .containsExactly(Transform.of(TransformType.SN, 1), Transform.of(TransformType.SN, 0));
        assertThat(auth.header().exchangeType()).isEqualTo(ExchangeType.IKE_AUTH);
    }

    /** RFC 4303 section 2.2.1: ordinary numbers where the policy is silent, since their absence is not what the RFC assumes. */
    @Test
    void ordinary_sequence_numbers_are_offered_in_so_many_words_if_the_policy_is_silent() {
        Puppet puppet = Puppet.responder(4);
        Puppet.Heard auth = puppet.one(puppet.deliver(puppet.answer(puppet.called())));
        assertThat(auth.first(SaPayload.class).proposals())
                .allSatisfy(proposal -> assertThat(proposal.transforms()).contains(Transform.of(TransformType.SN, 0)));
    }

    @Test
    void an_sa_says_so_only_if_its_numbers_are_extended() {
        for (SequenceNumbers counts : SequenceNumbers.values()) {
            Worlds worlds = Worlds.of(Worlds.empty(5), policies(counts.name(), counts.name()));
            worlds.a().establish("to-b");
            worlds.world().runUntilQuiet();
            List<IpsecSa> sas = worlds.a().sad().ipsec();
            assertThat(sas)
                    .hasSize(2)
                    .allMatch(sa -> sa.describe().contains("esn") == (counts == SequenceNumbers.EXTENDED));
        }
    }
}
