package dev.parley.ikev2.proposal;

import dev.parley.ikev2.message.NotifyType;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Traffic selectors that both sides want (RFC 7296 section 2.9), in the initiator's order.
 *
 * @param child the policy they come from
 * @param tsI the initiator's side
 * @param tsR the responder's side
 */
public record Narrowing(ChildPolicy child, List<TrafficSelector> tsI, List<TrafficSelector> tsR) {
    /** More pairs than any policy has; a peer that lists thousands of selectors gets the first of them. */
    private static final int MAX_SELECTORS = 64;

    /** The responder's subset, of the first child that wants any of it. */
    public static Narrowing respond(List<ChildPolicy> children, List<TrafficSelector> tsI, List<TrafficSelector> tsR)
            throws Refusal {
        for (ChildPolicy child : children) {
            List<TrafficSelector> initiator = intersect(tsI, child.remote());
            List<TrafficSelector> responder = intersect(tsR, child.local());
            if (!initiator.isEmpty() && !responder.isEmpty()) {
                return new Narrowing(child, initiator, responder);
            }
        }
        throw new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(NotifyType.TS_UNACCEPTABLE),
                        "no child of the policy protects what the peer asks for (RFC 7296 section 2.9)")
                .with(
                        List.of(
                                "the peer asks for: " + tsI + " <=> " + tsR,
                                "we protect: "
                                        + String.join(
                                                ", ",
                                                children.stream()
                                                        .map(child -> child.remote() + " <=> " + child.local())
                                                        .toList()),
                                "the selectors of both ends must overlap: ours 'remote' with the peer's local, and the other way round"));
    }

    /** The initiator's check: what came back must be within what was asked. */
    public static Narrowing accept(ChildPolicy child, List<TrafficSelector> tsI, List<TrafficSelector> tsR)
            throws Refusal {
        if (tsI.isEmpty() || tsR.isEmpty() || !within(tsI, child.local()) || !within(tsR, child.remote())) {
            throw new Refusal(
                            Blame.PEER_MISBEHAVED,
                            "the peer's traffic selectors are not within ours (RFC 7296 section 2.9)")
                    .with(List.of(
                            "the peer chose: " + tsI + " <=> " + tsR,
                            "we asked for: " + child.local() + " <=> " + child.remote()));
        }
        return new Narrowing(child, ours(tsI, child.local()), ours(tsR, child.remote()));
    }

    /** The same selectors, but the policy's own where they are equal: an SA keeps them, and there may be many SAs. */
    private static List<TrafficSelector> ours(List<TrafficSelector> chosen, List<TrafficSelector> policys) {
        return chosen.equals(policys) ? policys : chosen;
    }

    private static boolean within(List<TrafficSelector> some, List<TrafficSelector> all) {
        return some.stream().allMatch(one -> all.stream().anyMatch(other -> other.covers(one)));
    }

    private static List<TrafficSelector> intersect(List<TrafficSelector> asked, List<TrafficSelector> allowed) {
        Set<TrafficSelector> common = new LinkedHashSet<>();
        for (TrafficSelector one : asked) {
            for (TrafficSelector other : allowed) {
                Optional<TrafficSelector> both = one.intersect(other);
                if (both.isPresent() && common.size() < MAX_SELECTORS) {
                    common.add(both.get());
                }
            }
        }
        return ours(List.copyOf(common), allowed);
    }
}
