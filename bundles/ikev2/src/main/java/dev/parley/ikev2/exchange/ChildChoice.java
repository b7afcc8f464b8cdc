package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Narrowing;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Granularity;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a responder makes of a request for a child: mode, traffic and algorithms (RFC 7296 sections 1.3.1, 2.7, 2.9, 2.23.1). */
record ChildChoice(Choice choice, ChildCreation.Agreement agreed) {
    /**
     * Chooses, or refuses with the notification that is due.
     *
     * @param path the one that the request came on
     * @param replaced the child whose place the new one takes
     */
    static ChildChoice of(
            IkeSa sa, IkePath path, Policy policy, Identity peer, IkeMessage request, Optional<ChildSa> replaced)
            throws Refusal {
        List<ChildPolicy> children = policy.children().stream()
                .filter(child ->
                        replaced.isEmpty() || child.name().equals(replaced.get().name()))
                .toList();
        Narrowing narrowing = narrow(children, path, request, replaced);
        Bytes ourSpi = ChildCreation.freeSpi(sa);
        SaPayload offered = request.need(SaPayload.class, "SA");
        List<Suite> suites = narrowing.child().suites();
        boolean first = request.header().exchangeType() == ExchangeType.IKE_AUTH;
        Choice choice = Choice.of(
                offered.proposals(),
                ProtocolId.ESP,
                first
                        ? Offer.esp(suites, sa.environment().catalog())
                        : Offer.laterEsp(suites, sa.environment().catalog()),
                ourSpi,
                request.find(KePayload.class)
                        .map(each -> OptionalInt.of(each.group()))
                        .orElse(OptionalInt.empty()));
        return new ChildChoice(
                choice,
                new ChildCreation.Agreement(
                        policy, peer, Role.RESPONDER, choice.suite(), narrowing, ourSpi, Selectors.spi(choice)));
    }

    /** As the answer has it, nonce and key exchange apart. */
    List<Payload> payloads() {
        Narrowing narrowing = agreed.narrowing();
        List<Payload> payloads = new ArrayList<>();
        if (narrowing.mode() == Mode.TRANSPORT) {
            payloads.add(NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE));
        }
        payloads.add(new SaPayload(List.of(choice.answer())));
        payloads.add(TsPayload.of(Role.INITIATOR, narrowing.tsI()));
        payloads.add(TsPayload.of(Role.RESPONDER, narrowing.tsR()));
        if (narrowing.further()) {
            payloads.add(NotifyPayload.of(NotifyType.ADDITIONAL_TS_POSSIBLE));
        }
        return payloads;
    }

    /** Section 2.23.1: transport mode with the addresses that this host sees, if it was asked for; else tunnel mode with those written. */
    private static Narrowing narrow(
            List<ChildPolicy> children, IkePath path, IkeMessage request, Optional<ChildSa> replaced) throws Refusal {
        List<TrafficSelector> tsI = Selectors.of(request, Role.INITIATOR);
        List<TrafficSelector> tsR = Selectors.of(request, Role.RESPONDER);
        boolean transport = request.notification(NotifyType.USE_TRANSPORT_MODE).isPresent();
        if (transport) {
            TransportMode seen =
                    TransportMode.seen(path, Role.RESPONDER, tsI, tsR).between(path, Role.RESPONDER);
            Optional<Narrowing> narrowing =
                    respond(allowing(children, Mode.TRANSPORT, replaced), Mode.TRANSPORT, seen.tsI(), seen.tsR());
            if (narrowing.isPresent()) {
                return narrowing.get().past(seen.real());
            }
        }
        List<TrafficSelector> wholeI = scope(children, replaced, tsI, Role.INITIATOR);
        List<TrafficSelector> wholeR = scope(children, replaced, tsR, Role.RESPONDER);
        Optional<Narrowing> narrowing = respond(allowing(children, Mode.TUNNEL, replaced), Mode.TUNNEL, wholeI, wholeR);
        if (narrowing.isPresent()) {
            return narrowing.get();
        }
        throw respond(children, Mode.TUNNEL, wholeI, wholeR)
                .map(other -> otherMode(other.child(), transport, path))
                .orElseGet(() -> Narrowing.unacceptable(children, tsI, tsR));
    }

    private static Optional<Narrowing> respond(
            List<ChildPolicy> children, Mode mode, List<TrafficSelector> tsI, List<TrafficSelector> tsR)
            throws Refusal {
        return tsI.isEmpty() || tsR.isEmpty() ? Optional.empty() : Narrowing.respond(children, mode, tsI, tsR);
    }

    /** What is replaced keeps its mode while the policy still has it. */
    private static List<ChildPolicy> allowing(List<ChildPolicy> children, Mode mode, Optional<ChildSa> replaced) {
        Optional<Mode> before = replaced.map(old -> old.inbound().mode());
        return children.stream()
                .filter(child -> child.modes().contains(mode)
                        && before.filter(child.modes()::contains)
                                .map(mode::equals)
                                .orElse(true))
                .toList();
    }

    /** Of a child with SAs for each pair of addresses, the pair that is replaced; whatever more is asked for is another's. */
    private static List<TrafficSelector> scope(
            List<ChildPolicy> children, Optional<ChildSa> replaced, List<TrafficSelector> asked, Role side) {
        boolean single = children.stream().anyMatch(child -> child.granularity() == Granularity.ADDRESSES);
        return replaced.filter(old -> single)
                .flatMap(old -> TrafficSelector.host(
                        side == Role.INITIATOR
                                ? old.inbound().sourceSelectors()
                                : old.inbound().destinationSelectors()))
                .map(address -> TrafficSelector.at(asked, address))
                .orElse(asked);
    }

    private static Refusal otherMode(ChildPolicy child, boolean transport, IkePath path) {
        String why = transport
                ? "transport mode is between " + path.remote() + " and " + path.local()
                        + " alone, and the peer asks for other traffic"
                : "child " + child.name() + " is in transport mode, and the peer asks for tunnel mode";
        return new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(transport ? NotifyType.TS_UNACCEPTABLE : NotifyType.NO_PROPOSAL_CHOSEN),
                        why + " (RFC 7296 section " + (transport ? "2.23.1" : "1.3.1") + ")")
                .with(List.of("set the same mode at both ends, or \"mode\": \"transport-or-tunnel\" here"));
    }
}
