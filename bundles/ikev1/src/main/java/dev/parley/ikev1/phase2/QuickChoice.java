package dev.parley.ikev1.phase2;

import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.doi.Encapsulation;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecOffer;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.Choice;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a Quick Mode offers, and what of an offer is taken (RFC 2409 section 5.5, RFC 2407 section 4.5). */
final class QuickChoice {
    private QuickChoice() {}

    /** What is protected. */
    record Traffic(Policy policy, ChildPolicy child, Clients clients) {}

    /** All that {@code child} allows, best first. */
    static List<Proposal> offer(Ikev1Sa sa, ChildPolicy child, OptionalInt group, Bytes spi) throws Refusal {
        boolean translated = sa.path().translated();
        try {
            return IpsecOffer.of(child, mode -> Encapsulation.of(mode, translated), group, spi);
        } catch (IllegalArgumentException unnamed) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE, "child " + child.name() + " cannot be offered: " + unnamed.getMessage());
        }
    }

    /**
     * The first child of the peer's policies that has all of the traffic asked for.
     *
     * @throws Refusal INVALID-ID-INFORMATION
     */
    static Traffic traffic(Ikev1Sa sa, Clients clients) throws Refusal {
        List<Policy> policies = policies(sa);
        for (Policy policy : policies) {
            for (ChildPolicy child : policy.children()) {
                if (child.local().stream().anyMatch(own -> own.covers(clients.of(Role.RESPONDER)))
                        && child.remote().stream().anyMatch(own -> own.covers(clients.of(Role.INITIATOR)))) {
                    return new Traffic(policy, child, clients);
                }
            }
        }
        throw new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(NotifyType.INVALID_ID_INFORMATION),
                        "no child of ours protects what " + sa.peer() + " asks for, " + clients.initiator() + " => "
                                + clients.responder())
                .with(policies.stream()
                        .flatMap(policy -> policy.children().stream())
                        .map(child -> "child " + child.name() + " has " + child.remote() + " => " + child.local())
                        .toList());
    }

    /** Pairs that stand and protect the same: who asks for it once more replaces them. */
    static List<ChildPair> same(Ikev1Sa sa, Traffic traffic) {
        return sa.children().all().stream()
                .filter(pair -> pair.name().equals(traffic.child().name())
                        && pair.inbound()
                                .sourceSelectors()
                                .equals(List.of(traffic.clients().of(Role.INITIATOR)))
                        && pair.inbound()
                                .destinationSelectors()
                                .equals(List.of(traffic.clients().of(Role.RESPONDER))))
                .toList();
    }

    /** The policy under which the ISAKMP SA was made, and others of ours for the same peer. */
    private static List<Policy> policies(Ikev1Sa sa) {
        List<Policy> all = new ArrayList<>(List.of(sa.policy()));
        sa
                .environment()
                .database(PeerAuthorizationDatabase.class)
                .naming(
                        sa.policy().protocol(),
                        sa.path().local(),
                        sa.path().remote(),
                        sa.peer(),
                        Optional.of(sa.policy().local().identity()))
                .stream()
                .filter(other -> other.secret().equals(sa.policy().secret()) && !other.equals(sa.policy()))
                .forEach(all::add);
        return all;
    }

    /**
     * What of {@code offered} is taken: one proposal with one transform, as it was offered.
     *
     * @throws Refusal NO-PROPOSAL-CHOSEN with both sides in words
     */
    static Proposal choose(Ikev1Sa sa, ChildPolicy child, OptionalInt group, List<Proposal> offered) throws Refusal {
        if (sa.children().count() >= Defaults.MAX_CHILDREN) {
            throw none("there are " + sa.children().count() + " pairs of SAs with this peer: no more");
        }
        List<Proposal> acceptable = offer(sa, child, group, Bytes.EMPTY);
        Optional<List<Proposal>> taken = Choice.of(offered, acceptable, new IpsecDoi()::accepts);
        if (taken.isEmpty()) {
            List<String> lines = new ArrayList<>(List.of("the peer offers:"));
            lines.addAll(inWords(offered));
            lines.add("we take:");
            lines.addAll(inWords(acceptable));
            throw none("nothing that the peer offers is acceptable for child " + child.name())
                    .with(lines);
        }
        Proposal proposal = taken.get().get(0);
        demandSpi(sa, proposal);
        return proposal;
    }

    /** @throws Refusal the SPI is none that an SA to the peer may have */
    static void demandSpi(Ikev1Sa sa, Proposal proposal) throws Refusal {
        Bytes spi = proposal.spi();
        if (spi.length() != IpsecDoi.SPI_OCTETS
                || spi.number(0, IpsecDoi.SPI_OCTETS) < PairMaking.FIRST_FREE_SPI
                || sa.environment()
                        .database(SecurityAssociationDatabase.class)
                        .has(
                                ProtocolId.name(proposal.protocol()),
                                spi,
                                sa.path().remote().address())) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    NotifyType.code(NotifyType.INVALID_SPI),
                    "SPI " + spi + " is none that an SA may have, or one has it already (RFC 4303 section 2.1)");
        }
    }

    /** Proposals for a person to read. */
    static List<String> inWords(List<Proposal> proposals) {
        List<String> lines = new ArrayList<>();
        for (Proposal proposal : proposals) {
            for (Transform transform : proposal.transforms()) {
                try {
                    lines.add("  " + IpsecTransform.of(proposal.protocol(), transform));
                } catch (Refusal notUnderstood) {
                    lines.add("  " + notUnderstood.getMessage());
                }
            }
        }
        return lines;
    }

    private static Refusal none(String why) {
        return new Refusal(Blame.NO_AGREEMENT, NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN), why);
    }
}
