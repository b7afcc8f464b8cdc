package dev.parley.kink.exchange;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.doi.Encapsulation;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecOffer;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.KinkPath;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One Quick Mode that we open: what we offer for a child, and what its optimistic inbound SA is made of (RFC 4430 section 3.2).
 *
 * @param replaced the pair whose place the new one takes
 * @param inbound the SA that was installed before anything was said; none beside a key exchange
 */
record Offer(
        Making.Traffic traffic,
        Optional<Pair> replaced,
        Bytes spi,
        Bytes ni,
        List<Proposal> proposals,
        Optional<KeyExchanges.Begun> ke,
        Optional<IpsecSa> inbound) {
    /** Until the peer has said its SPI. */
    private static final Bytes UNKNOWN_SPI = Bytes.zeros(IpsecDoi.SPI_OCTETS);

    /**
     * What to offer for {@code child}.
     *
     * @throws Refusal Quick Mode has no words for it
     */
    static Offer of(Asking asking, Policy policy, ChildPolicy child, Optional<Pair> replaced) throws Refusal {
        KinkPath path = asking.path();
        Bytes spi = Making.freeSpi(asking.peer(), path.local().address());
        return new Offer(
                new Making.Traffic(policy, child, path, Role.INITIATOR, clients(child)),
                replaced,
                spi,
                asking.peer().environment().random().bytes(Defaults.NONCE_OCTETS),
                proposals(asking, child, spi),
                Optional.empty(),
                Optional.empty());
    }

    Offer with(KeyExchanges.Begun begun) {
        return new Offer(traffic, replaced, spi, ni, proposals, Optional.of(begun), inbound);
    }

    /** The same with its optimistic inbound SA: the first transform of the first proposal, and our nonce alone. */
    Offer optimistic(Asking asking) throws Refusal {
        Making.Seed seed = new Making.Seed(asking.session(), Optional.empty(), ni, Optional.empty());
        IpsecSa sa = Making.inbound(asking.peer(), traffic, first(), spi, UNKNOWN_SPI, seed);
        return new Offer(traffic, replaced, spi, ni, proposals, ke, Optional.of(sa));
    }

    /** The optimistic choice. */
    IpsecTransform first() throws Refusal {
        Proposal first = proposals.get(0);
        return IpsecTransform.of(first.protocol(), first.transforms().get(0));
    }

    /** How a DELETE names what the peer may have made of it. */
    Spi named() {
        return new Spi(proposals.get(0).protocol(), spi);
    }

    /** What is offered, for a person who wonders why it was refused. */
    List<String> inWords() {
        List<String> lines = new ArrayList<>();
        lines.add("we offered for " + traffic.clients().initiator() + " => "
                + traffic.clients().responder() + ":");
        proposals.forEach(proposal -> lines.addAll(Taking.inWords(proposal)));
        return lines;
    }

    IsakmpPayload payload() throws Refusal {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new SaPayload(IpsecDoi.NUMBER, Situations.identityOnly(), proposals));
        payloads.add(new NoncePayload(ni));
        ke.ifPresent(begun -> payloads.add(begun.payload()));
        if (!traffic.clients().equals(Making.ends(traffic.path(), Role.INITIATOR))) {
            payloads.addAll(traffic.clients().payloads());
        }
        return IsakmpPayload.of(payloads);
    }

    private static QuickMode.Clients clients(ChildPolicy child) throws Refusal {
        if (child.local().size() != 1 || child.remote().size() != 1) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "child " + child.name() + " has several selectors on a side, and a Quick Mode names one:"
                            + " make it several children");
        }
        return new QuickMode.Clients(child.local().get(0), child.remote().get(0));
    }

    private static List<Proposal> proposals(Asking asking, ChildPolicy child, Bytes spi) throws Refusal {
        OptionalInt group = KeyExchanges.group(asking.peer().environment().catalog(), child);
        try {
            return proposals(child, group, spi);
        } catch (IllegalArgumentException unnamed) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE, "child " + child.name() + " cannot be offered: " + unnamed.getMessage());
        }
    }

    /**
     * All that {@code child} allows, best first: what we offer, and what we take.
     *
     * @throws IllegalArgumentException an algorithm has no number in the IPsec DOI
     */
    static List<Proposal> proposals(ChildPolicy child, OptionalInt group, Bytes spi) {
        List<List<Suite>> suites = child.suites().stream().map(List::of).toList();
        List<Proposal> all = new ArrayList<>();
        for (Mode mode : child.modes()) {
            IpsecOffer.Terms terms = IpsecOffer.Terms.of(
                    Encapsulation.of(mode, false),
                    child.lifetimeSeconds() == 0 ? IpsecTransform.DEFAULT_SECONDS : child.lifetimeSeconds());
            int before = all.isEmpty() ? 0 : all.get(all.size() - 1).number();
            IpsecOffer.of(suites, group.isPresent() ? terms.group(group.getAsInt()) : terms, protocol -> spi)
                    .forEach(proposal -> all.add(new Proposal(
                            before + proposal.number(), proposal.protocol(), proposal.spi(), proposal.transforms())));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("it has no suites");
        }
        return List.copyOf(all);
    }
}
