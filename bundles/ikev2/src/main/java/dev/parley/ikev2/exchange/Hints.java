package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.stream.Stream;

/** What to tell the person who has to mend a refusal. */
public final class Hints {
    static final List<String> SECRETS_DIFFER =
            List.of("the pre-shared keys probably differ: compare 'secret' of both ends, blanks and encoding too");

    private Hints() {}

    /** The event that {@code explain} prints. */
    public static Effect refused(Refusal refusal) {
        String name = refusal.code()
                .map(code -> NotifyType.name(code.number()))
                .orElse(refusal.blame().name());
        String text = refusal.getMessage();
        return new Effect.Emit(new NegotiationEvent(
                Kind.REFUSED, name, text.contains(name) ? text : name + ": " + text, refusal.detail()));
    }

    /** What we offered to a peer that took none of it. */
    static List<String> offered(Offer offer, int protocol) {
        return Stream.concat(
                        Choice.explain("", List.of(), "we offered", offer.proposals(protocol, Bytes.EMPTY)).stream(),
                        Stream.of("the peer's log says what it would have taken; add it to 'suites' of the connection"))
                .toList();
    }

    static List<String> authenticationRefused(Policy policy) {
        return List.of(
                "the peer does not accept who we say we are (" + policy.local().identity() + ") or the pre-shared key",
                "compare 'id' and 'secret' of both ends; the peer's log says which of them it is");
    }

    static List<String> childRefused(int notifyType, ChildPolicy child, Offer offer) {
        String asked = "we asked for: " + child.local() + " <=> " + child.remote();
        if (notifyType == NotifyType.SINGLE_PAIR_REQUIRED) {
            return List.of(
                    asked,
                    "the peer wants SAs of its own for each pair of addresses: make each pair a child with one address a side");
        }
        if (notifyType == NotifyType.TS_UNACCEPTABLE) {
            return List.of(
                    asked,
                    "the selectors of both ends must overlap: ours 'local' with the peer's remote, and the other way round");
        }
        if (notifyType == NotifyType.NO_PROPOSAL_CHOSEN) {
            return offered(offer, ProtocolId.ESP);
        }
        return List.of();
    }
}
