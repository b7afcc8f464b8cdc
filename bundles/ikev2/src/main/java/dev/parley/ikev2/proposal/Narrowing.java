package dev.parley.ikev2.proposal;

import dev.parley.ikev2.message.NotifyType;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Granularity;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.RealAddresses;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param further whether the responder would take more of what was asked for in another CHILD_SA
 * @param real what the peer's packets had for addresses, if a NAT is on the way and the mode is transport (section 2.23.1)
 */
public record Narrowing(
        ChildPolicy child,
        Mode mode,
        List<TrafficSelector> tsI,
        List<TrafficSelector> tsR,
        boolean further,
        Optional<RealAddresses> real) {
    /** More pairs than any policy has; a peer that lists thousands of selectors gets the first of them. */
    private static final int MAX_SELECTORS = 64;

    /** What a child has in common with what is asked for. */
    private record Common(ChildPolicy child, List<TrafficSelector> tsI, List<TrafficSelector> tsR) {
        boolean within(Narrowing other) {
            return Narrowing.within(tsI, other.tsI) && Narrowing.within(tsR, other.tsR);
        }

        /** Smaller fits better: a child that is just what is asked for, one that allows all, one that allows the first choices. */
        int distance(List<TrafficSelector> askedI, List<TrafficSelector> askedR) {
            if (Narrowing.within(askedI, tsI) && Narrowing.within(askedR, tsR)) {
                return Narrowing.within(child.remote(), askedI) && Narrowing.within(child.local(), askedR) ? 0 : 1;
            }
            return Narrowing.within(askedI.subList(0, 1), tsI) && Narrowing.within(askedR.subList(0, 1), tsR) ? 2 : 3;
        }
    }

    /**
     * The responder's subset, of the child that fits best; empty if none wants any of it. Children that fit equally well count in
     * the policy's order.
     *
     * @throws Refusal SINGLE_PAIR_REQUIRED, if nothing says which pair of addresses is meant
     */
    public static Optional<Narrowing> respond(
            List<ChildPolicy> children, Mode mode, List<TrafficSelector> tsI, List<TrafficSelector> tsR)
            throws Refusal {
        List<Common> candidates = new ArrayList<>();
        for (ChildPolicy child : children) {
            Common common = new Common(child, intersect(tsI, child.remote()), intersect(tsR, child.local()));
            if (!common.tsI().isEmpty() && !common.tsR().isEmpty()) {
                candidates.add(common);
            }
        }
        List<Common> best = candidates.stream()
                .sorted(Comparator.comparingInt(each -> each.distance(tsI, tsR)))
                .toList();
        for (Common common : best) {
            Optional<Narrowing> narrowed = common.child().granularity() == Granularity.CHILD
                    ? Optional.of(
                            new Narrowing(common.child(), mode, common.tsI(), common.tsR(), false, Optional.empty()))
                    : pair(common, mode, tsI, tsR);
            if (narrowed.isPresent()) {
                Narrowing chosen = narrowed.get();
                return Optional.of(chosen.offering(candidates.stream().anyMatch(each -> !each.within(chosen))));
            }
        }
        if (!best.isEmpty()) {
            throw new Refusal(
                            Blame.NO_AGREEMENT,
                            NotifyType.code(NotifyType.SINGLE_PAIR_REQUIRED),
                            "child " + best.get(0).child().name()
                                    + " wants SAs of its own for each pair of addresses, and the peer's first selectors name"
                                    + " none (RFC 7296 section 2.9)")
                    .with(List.of("the peer asks for: " + tsI + " <=> " + tsR));
        }
        return Optional.empty();
    }

    /** Why no child fits. */
    public static Refusal unacceptable(
            List<ChildPolicy> children, List<TrafficSelector> tsI, List<TrafficSelector> tsR) {
        return new Refusal(
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

    /**
     * The initiator's check: what came back must be within what was asked.
     *
     * @param local what was asked for on our side
     * @param remote what was asked for on the peer's side
     */
    public static Narrowing accept(
            ChildPolicy child,
            Mode mode,
            List<TrafficSelector> local,
            List<TrafficSelector> remote,
            List<TrafficSelector> tsI,
            List<TrafficSelector> tsR)
            throws Refusal {
        if (tsI.isEmpty() || tsR.isEmpty() || !within(tsI, local) || !within(tsR, remote)) {
            throw new Refusal(
                            Blame.PEER_MISBEHAVED,
                            "the peer's traffic selectors are not within ours (RFC 7296 section 2.9)")
                    .with(List.of(
                            "the peer chose: " + tsI + " <=> " + tsR, "we asked for: " + local + " <=> " + remote));
        }
        return new Narrowing(child, mode, ours(tsI, child.local()), ours(tsR, child.remote()), false, Optional.empty());
    }

    /** The same selectors, but the policy's own where they are equal: an SA keeps them, and there may be many SAs. */
    private static List<TrafficSelector> ours(List<TrafficSelector> chosen, List<TrafficSelector> policys) {
        return chosen.equals(policys) ? policys : chosen;
    }

    /** The same, and whether the responder would take more in another CHILD_SA. */
    public Narrowing offering(boolean more) {
        return new Narrowing(child, mode, tsI, tsR, more, real);
    }

    /** The same past a NAT. */
    public Narrowing past(Optional<RealAddresses> addresses) {
        return new Narrowing(child, mode, tsI, tsR, further, addresses);
    }

    /** The one pair of addresses in common, or that of the first selectors, which are those of a packet. */
    private static Optional<Narrowing> pair(
            Common common, Mode mode, List<TrafficSelector> askedI, List<TrafficSelector> askedR) {
        Optional<Bytes> initiator =
                TrafficSelector.host(common.tsI()).or(() -> askedI.get(0).host());
        Optional<Bytes> responder =
                TrafficSelector.host(common.tsR()).or(() -> askedR.get(0).host());
        if (initiator.isEmpty() || responder.isEmpty()) {
            return Optional.empty();
        }
        List<TrafficSelector> tsI = TrafficSelector.at(common.tsI(), initiator.get());
        List<TrafficSelector> tsR = TrafficSelector.at(common.tsR(), responder.get());
        return tsI.isEmpty() || tsR.isEmpty()
                ? Optional.empty()
                : Optional.of(new Narrowing(common.child(), mode, tsI, tsR, false, Optional.empty()));
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
