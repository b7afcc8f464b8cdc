package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Errand;
import dev.parley.simulator.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A peer as small as RFC 7815 lets it be: it makes an IKE SA with one child, and answers every CREATE_CHILD_SA with NO_ADDITIONAL_SAS,
 * which we have to cope with (RFC 7296 section 4).
 */
class MinimalPeerTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int SECOND = 1_000;
    private static final int AN_HOUR = 3_600;

    /** It, and how often it was asked for what. */
    private static final class Minimal {
        private final Puppet first;
        private final Map<Bytes, Puppet> sas = new HashMap<>();
        private final Map<Integer, Integer> asked = new HashMap<>();
        private int seen;

        Minimal(long seed, Policies policies) {
            first = Puppet.responder(seed, policies);
        }

        /** Lives for a while, and answers without delay. */
        void live(int seconds, Runnable eachSecond) {
            for (int second = 0; second < seconds; second++) {
                for (int step = 0; step < 10; step++) {
                    first.world.run(SECOND / 10);
                    List<Captured> all = first.world.capture();
                    for (; seen < all.size(); seen++) {
                        if (all.get(seen).to().equals(first.here)) {
                            answer(all.get(seen));
                        }
                    }
                }
                eachSecond.run();
            }
        }

        private void answer(Captured captured) {
            IsakmpHeader header = header(captured);
            if (header.has(IkeFlags.RESPONSE)) {
                return;
            }
            Puppet puppet = sas.computeIfAbsent(header.initiatorCookie(), spi -> first.again());
            puppet.spiI = header.initiatorCookie();
            Puppet.Heard request = puppet.read(captured);
            asked.merge(header.exchangeType(), 1, Integer::sum);
            first.put(
                    header.exchangeType() == ExchangeType.IKE_SA_INIT
                            ? puppet.answer(request)
                            : puppet.sealed(
                                    header.exchangeType(),
                                    IkeFlags.RESPONSE,
                                    header.messageId(),
                                    answer(puppet, request)));
        }

        private List<Payload> answer(Puppet puppet, Puppet.Heard request) {
            return switch (request.header().exchangeType()) {
                case ExchangeType.IKE_AUTH -> puppet.auth();
                case CREATE_CHILD_SA -> List.of(NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS));
                default -> List.of();
            };
        }

        private static IsakmpHeader header(Captured captured) {
            try {
                return IsakmpHeader.read(new WireReader(captured.octets()));
            } catch (WireException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /** How often another IKE SA was made from nothing. */
        int handshakes() {
            return asked.get(ExchangeType.IKE_AUTH);
        }
    }

    @Test
    void a_child_that_it_does_not_replace_comes_with_another_ike_sa_before_the_old_one_goes() {
        Minimal peer = new Minimal(1, Puppet.policies().lifetimes(0, 300));
        peer.first.site.up("to-b");
        List<Integer> children = new ArrayList<>();
        peer.live(AN_HOUR, () -> children.add(peer.first.site.sad().entries().size()));
        assertThat(children.subList(1, AN_HOUR)).as("every second").allMatch(each -> each >= 2);
        assertThat(peer.first.site.gateway().lanes()).isEqualTo(1);
        assertThat(peer.handshakes()).isBetween(AN_HOUR / 300, AN_HOUR / 300 * 2);
    }

    @Test
    void an_ike_sa_that_it_does_not_replace_is_made_anew_before_it_goes() {
        Minimal peer = new Minimal(2, Puppet.policies().lifetimes(300, 0));
        peer.first.site.up("to-b");
        List<Integer> children = new ArrayList<>();
        peer.live(AN_HOUR, () -> children.add(peer.first.site.sad().entries().size()));
        assertThat(children.subList(1, AN_HOUR)).as("every second").allMatch(each -> each >= 2);
        assertThat(peer.first.site.gateway().lanes()).isEqualTo(1);
    }

    /** The peer has deleted the child and makes no other under this IKE SA. */
    @Test
    void a_child_that_was_lost_comes_with_another_ike_sa() {
        Minimal peer = new Minimal(3, Puppet.policies());
        peer.first.site.up("to-b");
        peer.live(2, () -> {});
        Puppet puppet = peer.sas.values().iterator().next();
        peer.first.put(puppet.sealed(
                ExchangeType.INFORMATIONAL, 0, 0, new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi))));
        peer.live(60, () -> {});
        assertThat(peer.first.site.sad().entries()).hasSize(2);
        assertThat(peer.first.site.gateway().lanes()).isEqualTo(1);
        assertThat(peer.handshakes()).isEqualTo(2);
    }

    /** Who asks for it is told when it is done. */
    @Test
    void a_person_who_wants_a_child_replaced_gets_another_ike_sa() {
        Minimal peer = new Minimal(4, Puppet.policies());
        peer.first.site.establish("to-b");
        peer.live(2, () -> {});
        Errand rekeying = peer.first.site.command(Verb.REKEY, "to-b", "net");
        Errand other = peer.first.site.command(Verb.REKEY, "to-b");
        peer.live(10, () -> {});
        assertThat(rekeying.succeeded()).as("%s", rekeying).isTrue();
        assertThat(other.settled()).isTrue();
        assertThat(peer.first.site.sad().entries()).hasSize(2);
        assertThat(peer.handshakes()).isEqualTo(2);
    }
}
