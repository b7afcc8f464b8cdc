package dev.parley.ikev1.phase2;

import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ikev1.protection.CbcChain;
import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.ExchangeDefinition;
import dev.parley.isakmp.exchange.ExchangeRegistry;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.exchange.IsakmpFlags;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.exchange.Walk;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What goes on under an ISAKMP SA: exchanges by message ID, each with a chain of its own (RFC 2409 sections 5.5 and 5.7). A message is
 * opened, walked, proven, read and judged, in this order; nothing has moved before it is judged to its end.
 */
public final class Phase2 {
    /** Hears of what has come of it. */
    public interface Ears {
        /** A pair is there at both ends, as far as we can know. */
        List<Effect> made(ChildPair pair, Opening opening);

        /** SAs of a pair that comes to nothing are installed, or will be in a moment; the peer may believe in it. */
        List<Effect> unmade(List<SecurityAssociation> placed, String why);

        /** The peer has said something that nobody answers. */
        void informed(IsakmpMessage message, List<Effect> out);
    }

    private final Ikev1Sa sa;
    private final Ears ears;
    private final LongSupplier tickets;
    private final Map<Long, Phase2Line> lines = new HashMap<>();

    /** @param tickets gives a number that the negotiation has not used */
    public Phase2(Ikev1Sa sa, Ears ears, LongSupplier tickets) {
        this.sa = sa;
        this.ears = ears;
        this.tickets = tickets;
    }

    /** Asks for {@code child}. */
    public void open(Policy policy, ChildPolicy child, Opening opening, List<Effect> out) {
        try {
            QuickParty party = QuickParty.initiator(sa, policy, child, opening);
            Phase2Line line = line(sa.freshMessageId(), Role.INITIATOR, party);
            line.running().apply(line.awaiting().orElseThrow().begin(line), out);
            line.chain().settle();
        } catch (Refusal refusal) {
            out.add(Notes.refused("quick-mode-refused", refusal));
            opening.settlement().ifPresent(waiting -> out.addAll(waiting.ended(Optional.of(refusal))));
        }
    }

    private Phase2Line line(long messageId, Role role, QuickParty party) throws Refusal {
        ExchangeDefinition table = ExchangeRegistry.of(sa.environment().catalog())
                .find(IsakmpExchanges.MAJOR_VERSION, IpsecDoi.NUMBER, Ikev1Exchanges.QUICK.number())
                .orElse(Ikev1Exchanges.QUICK);
        Walk<Phase2Line, QuickParty> walk = Walk.at(new QuickStage(this::made), table, role, party);
        Phase2Line line = new Phase2Line(sa, messageId, walk, tickets);
        lines.put(messageId, line);
        return line;
    }

    private List<Effect> made(QuickParty party) {
        List<Effect> effects = new ArrayList<>(ears.made(party.pair().orElseThrow(), party.opening()));
        party.opening().settlement().ifPresent(waiting -> effects.addAll(waiting.ended(Optional.empty())));
        return effects;
    }

    /** Whether we ask for this child just now. */
    public boolean asksFor(String child) {
        return lines.values().stream()
                .anyMatch(line -> !line.running().over()
                        && line.role() == Role.INITIATOR
                        && line.opener().name().equals(child));
    }

    /** Whether no Quick Mode is going on. */
    public boolean idle() {
        return lines.values().stream().allMatch(line -> line.running().over());
    }

    /** A message under a message ID. */
    public void receive(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        if (!header.has(IsakmpFlags.ENCRYPTION)) {
            out.add(Notes.ignored("unprotected", "a message of phase 2 in the clear"));
            return;
        }
        Optional<Phase2Line> line = Optional.ofNullable(lines.get(header.messageId()));
        try {
            if (line.isPresent()) {
                known(line.get(), header, datagram, when, out);
            } else if (!sa.isFresh(header.messageId())) {
                out.add(Notes.ignored("replayed", "message ID " + Long.toHexString(header.messageId()) + " was used"));
            } else if (header.exchangeType() == IsakmpExchanges.INFORMATIONAL.number()) {
                IsakmpMessage message = Informing.open(sa, header, datagram, when);
                proven(message, when, out);
                ears.informed(message, out);
            } else {
                begun(header, datagram, when, out);
            }
        } catch (GeneralSecurityException unproven) {
            out.add(Notes.ignored(
                    "unproven", "message ID " + Long.toHexString(header.messageId()) + ": " + unproven.getMessage()));
        } catch (WireException malformed) {
            out.add(Notes.ignored("malformed", malformed.getMessage()));
        } catch (Refusal unable) {
            out.add(Notes.refused("unable", unable));
        }
    }

    private void known(Phase2Line line, IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out)
            throws GeneralSecurityException, WireException, Refusal {
        Optional<Datagram> before = line.refusal(datagram.octets());
        if (before.isPresent()) {
            out.add(new Effect.Send(before.get()));
        } else if (!line.running().repeated(datagram.octets(), out)) {
            if (line.awaiting().isEmpty() || header.exchangeType() != Ikev1Exchanges.QUICK.number()) {
                out.add(Notes.ignored("not-due", "a message of a Quick Mode that awaits none"));
                return;
            }
            IsakmpMessage message = Protected.open(sa, line.chain().next(), header, datagram, when, line.due());
            proven(message, when, out);
            take(line, message, out);
        }
    }

    /** The peer begins a Quick Mode. */
    private void begun(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out)
            throws GeneralSecurityException, WireException, Refusal {
        IsakmpMessage message = Informing.open(sa, header, datagram, when);
        proven(message, when, out);
        if (header.exchangeType() != Ikev1Exchanges.QUICK.number()) {
            out.add(Notes.ignored("exchange-type", "exchange " + header.exchangeType() + " is not spoken here"));
            out.addAll(Informing.say(
                    sa, List.of(Informing.notification(sa, NotifyType.UNSUPPORTED_EXCHANGE_TYPE, Bytes.EMPTY))));
        } else if (sa.ended().isPresent() || lines.size() >= Defaults.MAX_CHILDREN) {
            out.add(Notes.ignored("closed", "no Quick Mode is begun on this ISAKMP SA any more"));
        } else {
            take(line(header.messageId(), Role.RESPONDER, QuickParty.responder(sa)), message, out);
        }
    }

    /** The peer has shown the keys. */
    private void proven(IsakmpMessage message, Moment when, List<Effect> out) {
        sa.used(message.header().messageId());
        sa.heard(when.monotonic());
        Datagram datagram = message.datagram();
        boolean follows = sa.path().peerIsBehindNat() && !sa.path().weAreBehindNat();
        if (follows && !datagram.remote().equals(sa.path().remote())) {
            sa.moved(sa.path().through(datagram.local(), datagram.remote()));
        }
        String what = message.header().exchangeType() == Ikev1Exchanges.QUICK.number() ? "Quick Mode" : "Informational";
        out.add(Notes.message(Kind.RECEIVED, "received", what, "HDR*", message.payloads(), sa.registry()));
    }

    private void take(Phase2Line line, IsakmpMessage message, List<Effect> out) {
        try {
            line.chain().moved(CbcChain.next(sa.algorithms(), message.wire()));
            int before = out.size();
            line.running().receive(line, message, out);
            settle(line, out.subList(before, out.size()));
        } catch (Refusal refusal) {
            line.chain().back();
            refused(line, Optional.of(message), refusal, out);
        }
    }

    private static void settle(Phase2Line line, List<Effect> effects) {
        if (!line.running().works()) {
            line.chain().settle();
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Change change) {
                line.places(change);
            }
        }
    }

    /**
     * Our own side has answered.
     *
     * @return whether the question was one of phase 2
     */
    public boolean resume(long ticket, Outcome outcome, List<Effect> out) {
        for (Phase2Line line : lines.values()) {
            if (line.running().awaits(ticket)) {
                int before = out.size();
                try {
                    line.running().resume(outcome, out);
                    settle(line, out.subList(before, out.size()));
                } catch (Refusal refusal) {
                    line.chain().back();
                    line.notPlaced(ticket);
                    refused(line, Optional.empty(), refusal, out);
                }
                return true;
            }
        }
        return false;
    }

    /** One side says no to what the other has proven to have said: the Quick Mode is over. */
    private void refused(Phase2Line line, Optional<IsakmpMessage> message, Refusal refusal, List<Effect> out) {
        out.add(Notes.refused("quick-mode-refused", refusal));
        if (line.role() == Role.RESPONDER) {
            tell(line, message, refusal, out);
        }
        close(line, refusal, out);
    }

    /** Who repeats a message that was refused is told again. */
    private void tell(Phase2Line line, Optional<IsakmpMessage> message, Refusal refusal, List<Effect> out) {
        Optional<Proposal> asked = message.flatMap(one -> one.find(SaPayload.class))
                .flatMap(one -> one.proposals().stream().findFirst());
        int type = Informing.notifyType(refusal);
        NotificationPayload notification = asked.map(proposal -> new NotificationPayload(
                        IpsecDoi.NUMBER, proposal.protocol(), proposal.spi(), type, Bytes.EMPTY))
                .orElseGet(() -> Informing.notification(sa, type, Bytes.EMPTY));
        try {
            Datagram answer = Informing.message(sa, List.of(notification));
            message.ifPresent(one -> line.refuse(one.wire(), answer));
            out.add(Notes.message(
                    Kind.SENT, "sent", "Informational", "HDR*, HASH", List.of(notification), sa.registry()));
            out.add(new Effect.Send(answer));
        } catch (Refusal unable) {
            out.add(Notes.refused("not-said", unable));
        }
    }

    /** It comes to nothing. */
    private void close(Phase2Line line, Refusal why, List<Effect> out) {
        out.addAll(line.running().abandon(line));
        out.add(new Effect.StopTimer(line.running().timer()));
        out.add(new Effect.StartTimer(line.lingering(), Defaults.HANDSHAKE.total()));
        if (!line.placed().isEmpty()) {
            out.addAll(ears.unmade(line.placed(), why.getMessage()));
        }
        line.whole();
        line.opener().opening().settlement().ifPresent(waiting -> out.addAll(waiting.ended(Optional.of(why))));
    }

    /** The peer says that nothing comes of a Quick Mode of ours. */
    public void refusedByPeer(NotificationPayload said, String inWords, List<Effect> out) {
        List<Phase2Line> ours = lines.values().stream()
                .filter(line -> line.role() == Role.INITIATOR && !line.running().over())
                .toList();
        Optional<Phase2Line> meant = ours.stream()
                .filter(line -> line.opener().ourSpi().equals(said.spi()))
                .findFirst()
                .or(() -> ours.size() == 1 ? Optional.of(ours.get(0)) : Optional.empty());
        if (meant.isEmpty()) {
            out.add(Notes.ignored(
                    "nothing-meant", "the peer says " + inWords + ", and no Quick Mode of ours is meant"));
            return;
        }
        QuickParty opener = meant.get().opener();
        List<String> lines = new ArrayList<>(List.of("we offered for child " + opener.name() + ":"));
        lines.addAll(QuickChoice.inWords(opener.offer()));
        Refusal refusal = new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(said.notifyType()),
                        "the peer refused child " + opener.name() + " with " + inWords)
                .with(lines);
        out.add(Notes.refused("quick-mode-refused", refusal));
        close(meant.get(), refusal, out);
    }

    /** Whether {@code spi} is one that we have offered and not heard of. */
    public boolean offers(Bytes spi) {
        return lines.values().stream()
                .anyMatch(line -> !line.running().over()
                        && line.role() == Role.INITIATOR
                        && line.opener().ourSpi().equals(spi));
    }

    /**
     * A timer has run out.
     *
     * @return whether it is one of phase 2
     */
    public boolean expired(String timer, List<Effect> out) {
        Optional<Phase2Line> waiting = Phase2Line.timed(timer).map(lines::get);
        if (waiting.isPresent()
                && !waiting.get().running().over()
                && !waiting.get().running().again(out)) {
            Refusal unanswered = new Refusal(Blame.PEER_MISBEHAVED, "the peer does not answer in Quick Mode");
            out.add(Notes.refused("quick-mode-unanswered", unanswered));
            close(waiting.get(), unanswered, out);
        }
        Optional<Long> lingered = Phase2Line.lingered(timer);
        lingered.ifPresent(lines::remove);
        return Phase2Line.timed(timer).isPresent() || lingered.isPresent();
    }

    /** The ISAKMP SA is over: what has not come to an end comes to nothing. */
    public void end(Refusal why, List<Effect> out) {
        for (Phase2Line line : List.copyOf(lines.values())) {
            if (!line.running().over()) {
                close(line, why, out);
            }
            out.add(new Effect.StopTimer(line.lingering()));
        }
        lines.clear();
    }
}
