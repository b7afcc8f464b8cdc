package dev.parley.ikev2.exchange;

import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ikev2.proposal.Narrowing;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The traffic and the mode that an initiator asks for (RFC 7296 sections 1.3.1, 2.9 and 2.23.1).
 *
 * @param local selectors on our side
 * @param remote selectors on the peer's side
 */
record Wanted(Mode mode, List<TrafficSelector> local, List<TrafficSelector> remote) {
    /** What the policy wants most. */
    static Wanted of(IkePath path, ChildPolicy child) throws Refusal {
        return between(path, child, new Wanted(child.modes().get(0), child.local(), child.remote()));
    }

    /** What {@code old} has, which a replacement must not be narrower than (section 2.9.2); a packet's own selectors are left out. */
    static Wanted again(IkePath path, ChildPolicy child, ChildSa old) throws Refusal {
        Mode mode = old.inbound().mode();
        Wanted same = new Wanted(
                child.modes().contains(mode) ? mode : child.modes().get(0),
                widest(old.inbound().destinationSelectors()),
                widest(old.inbound().sourceSelectors()));
        return between(path, child, same);
    }

    /** The first pair of addresses alone, if the policy begins with two addresses and not with ranges. */
    static Optional<Wanted> firstPair(ChildPolicy child) {
        return child.local()
                .get(0)
                .host()
                .flatMap(ours -> child.remote()
                        .get(0)
                        .host()
                        .map(theirs -> new Wanted(
                                child.modes().get(0),
                                TrafficSelector.at(child.local(), ours),
                                TrafficSelector.at(child.remote(), theirs))));
    }

    /** As a request has it, SA and nonce apart. */
    List<Payload> payloads() {
        List<Payload> payloads = new ArrayList<>();
        if (mode == Mode.TRANSPORT) {
            payloads.add(NotifyPayload.of(NotifyType.USE_TRANSPORT_MODE));
        }
        payloads.add(TsPayload.of(Role.INITIATOR, local));
        payloads.add(TsPayload.of(Role.RESPONDER, remote));
        return payloads;
    }

    /** What the peer grants of it. Whether its mode will do is another question. */
    Narrowing granted(IkePath path, ChildPolicy child, IkeMessage response) throws Refusal {
        List<TrafficSelector> tsI = Selectors.of(response, Role.INITIATOR);
        List<TrafficSelector> tsR = Selectors.of(response, Role.RESPONDER);
        boolean further =
                response.notification(NotifyType.ADDITIONAL_TS_POSSIBLE).isPresent();
        if (response.notification(NotifyType.USE_TRANSPORT_MODE).isEmpty()) {
            return Narrowing.accept(child, Mode.TUNNEL, local, remote, tsI, tsR).offering(further);
        }
        if (mode != Mode.TRANSPORT) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    "the peer answers USE_TRANSPORT_MODE, which we did not ask for (RFC 7296 section 1.3.1)");
        }
        TransportMode seen = TransportMode.seen(path, Role.INITIATOR, tsI, tsR);
        return Narrowing.accept(child, Mode.TRANSPORT, local, remote, seen.tsI(), seen.tsR())
                .offering(further)
                .past(seen.real());
    }

    /** Why a child in this mode must be deleted at once (section 1.3.1); empty if it need not. */
    static Optional<Refusal> unfit(Narrowing granted) {
        ChildPolicy child = granted.child();
        return child.modes().contains(granted.mode())
                ? Optional.empty()
                : Optional.of(new Refusal(
                                Blame.NO_AGREEMENT,
                                "the peer declines transport mode for child " + child.name()
                                        + ", and the policy wants no other (RFC 7296 section 1.3.1)")
                        .with(List.of(
                                "set the child's mode to transport at the peer too, with the two addresses of the IKE SA as selectors",
                                "or let tunnel mode do here: \"mode\": \"transport-or-tunnel\"")));
    }

    /** What a person should know of a child that is there, but is less than was asked for. */
    List<Effect> remarks(Narrowing granted) {
        List<Effect> remarks = new ArrayList<>();
        String child = "child " + granted.child().name();
        if (mode != granted.mode()) {
            remarks.add(remark(
                    NotifyType.USE_TRANSPORT_MODE,
                    "the peer declines transport mode; " + child + " is in " + granted.mode()
                            + " mode (RFC 7296 section 1.3.1)",
                    List.of()));
        }
        if (granted.further()) {
            remarks.add(remark(
                    NotifyType.ADDITIONAL_TS_POSSIBLE,
                    "the peer puts only a part of " + child
                            + " into this pair of SAs, and would put more into others: ADDITIONAL_TS_POSSIBLE (RFC 7296 section 2.9)",
                    List.of(
                            "we asked for: " + local + " <=> " + remote,
                            "the peer chose: " + granted.tsI() + " <=> " + granted.tsR(),
                            "make each part a child of its own, as the peer has it")));
        }
        return remarks;
    }

    /** Says that we ask again for less. */
    Effect narrowed(ChildPolicy child) {
        return remark(
                NotifyType.SINGLE_PAIR_REQUIRED,
                "the peer wants SAs of its own for each pair of addresses of child " + child.name()
                        + ": SINGLE_PAIR_REQUIRED (RFC 7296 section 2.9)",
                List.of("now we ask for the first pair alone: " + local + " <=> " + remote));
    }

    private static Effect remark(int notifyType, String text, List<String> detail) {
        return new Effect.Emit(new NegotiationEvent(Kind.REFUSED, NotifyType.name(notifyType), text, detail));
    }

    /** Section 2.23.1: transport mode is between the addresses of the IKE SA and no others. */
    private static Wanted between(IkePath path, ChildPolicy child, Wanted all) throws Refusal {
        if (all.mode() != Mode.TRANSPORT) {
            return all;
        }
        TransportMode ours =
                new TransportMode(all.local(), all.remote(), Optional.empty()).between(path, Role.INITIATOR);
        if (ours.isEmpty()) {
            throw new Refusal(
                            Blame.LOCAL_FAILURE,
                            "child " + child.name() + " is in transport mode, and protects nothing between "
                                    + path.local() + " and " + path.remote() + " (RFC 7296 section 2.23.1)")
                    .with(List.of("its selectors are: " + all.local() + " <=> " + all.remote()));
        }
        return new Wanted(all.mode(), ours.tsI(), ours.tsR());
    }

    private static List<TrafficSelector> widest(List<TrafficSelector> selectors) {
        return selectors.stream()
                .filter(one -> selectors.stream().noneMatch(other -> !other.equals(one) && other.covers(one)))
                .toList();
    }
}
