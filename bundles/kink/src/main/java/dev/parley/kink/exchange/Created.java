package dev.parley.kink.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.Choice;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.message.QuickModeGrammar;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the initiator makes of a REPLY to its CREATE: each Quick Mode by itself (RFC 4430 sections 3.2 and 6.3). */
final class Created {
    private final Asking asking;
    private final Heard reply;
    private final List<Agreed> agreed = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    /** What the responder took of an offer; the secret comes later if there was a key exchange. */
    private record Agreed(Offer offer, QuickMode answer, Proposal proposal, Optional<SharedSecret> secret) {
        Agreed with(SharedSecret agreedOn) {
            return new Agreed(offer, answer, proposal, Optional.of(agreedOn));
        }

        Spi peerSpi() {
            return new Spi(proposal.protocol(), proposal.spi());
        }
    }

    /** An offer that comes to nothing, and whether the responder knows. */
    private record Refused(Offer offer, Refusal why, By by) {}

    private enum By {
        THE_PEER,
        US
    }

    private Created(Asking asking, Heard reply) {
        this.asking = asking;
        this.reply = reply;
    }

    static Step<Asking, Heard> judge(Asking asking, List<Offer> offers, Heard reply) throws Refusal {
        Created created = new Created(asking, reply);
        List<Payload> answers = reply.payloads().stream()
                .filter(payload -> payload.type().equals(KinkPayloads.ISAKMP))
                .toList();
        for (int i = 0; i < offers.size(); i++) {
            created.judge(offers.get(i), i < answers.size() ? Optional.of(answers.get(i)) : Optional.empty());
        }
        return created.exchangingKeys(0);
    }

    private void judge(Offer offer, Optional<Payload> answer) {
        try {
            if (!(answer.orElse(null) instanceof IsakmpPayload isakmp)) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        answer.isEmpty()
                                ? "the REPLY has no KINK_ISAKMP in the place of this one"
                                : "the KINK_ISAKMP of the REPLY is malformed");
            }
            Optional<NotificationPayload> error = QuickMode.error(isakmp.payloads());
            if (error.isPresent()) {
                refused.add(new Refused(offer, inWords(offer, error.get()), By.THE_PEER));
                return;
            }
            agreed.add(agreed(offer, QuickMode.read(QuickModeGrammar.CREATED, reply.header(), isakmp.payloads())));
        } catch (Refusal why) {
            refused.add(new Refused(offer, why, By.US));
        }
    }

    private Agreed agreed(Offer offer, QuickMode answer) throws Refusal {
        List<Proposal> chosen = Choice.verified(offer.proposals(), answer.proposals(), Lifetimes::agree);
        Proposal proposal = chosen.get(0);
        Agreed taken = new Agreed(offer, answer, proposal, Optional.empty());
        if (proposal.spi().length() != IpsecDoi.SPI_OCTETS
                || proposal.spi().number(0, IpsecDoi.SPI_OCTETS) < Making.FIRST_FREE_SPI) {
            throw misbehaved("the SPI " + proposal.spi() + " is none that an SA may have (RFC 4303 section 2.1)");
        }
        if (asking.peer().pairs().taken(taken.peerSpi())
                || agreed.stream().anyMatch(other -> other.peerSpi().equals(taken.peerSpi()))) {
            throw misbehaved(taken.peerSpi() + " is in use, or was deleted before this REPLY arrived");
        }
        if (answer.ke().isPresent() != offer.ke().isPresent()) {
            throw misbehaved(
                    answer.ke().isPresent()
                            ? "the REPLY has a KE payload and the CREATE had none"
                            : "the CREATE had a KE payload and the REPLY has none");
        }
        if (answer.clients()
                .filter(said -> !said.equals(offer.traffic().clients()))
                .isPresent()) {
            throw misbehaved("the REPLY names other traffic than the CREATE: "
                    + answer.clients().get());
        }
        Proposal first = offer.proposals().get(0);
        boolean optimistic = answer.nonce().isEmpty()
                && answer.ke().isEmpty()
                && proposal.number() == first.number()
                && Lifetimes.agree(
                        proposal.protocol(),
                        first.transforms().get(0),
                        proposal.transforms().get(0));
        if (!optimistic && !reply.header().acknowledge()) {
            throw misbehaved("the REPLY is not the optimistic one, and asks for no ACK (RFC 4430 section 3.2)");
        }
        return taken;
    }

    private Step<Asking, Heard> exchangingKeys(int from) throws Refusal {
        for (int i = from; i < agreed.size(); i++) {
            Agreed each = agreed.get(i);
            if (each.offer().ke().isPresent() && each.secret().isEmpty()) {
                int at = i;
                Working<Asking, Heard> hearing = Working.start(
                        each.offer().ke().get().hear(each.answer().ke().orElseThrow()), secret -> {
                            agreed.set(at, each.with(secret));
                            return exchangingKeys(at + 1);
                        });
                return Step.to(hearing.orElse(why -> {
                    agreed.remove(at);
                    refused.add(new Refused(each.offer(), why, By.US));
                    return exchangingKeys(at);
                }));
            }
        }
        return installing();
    }

    private Step<Asking, Heard> installing() throws Refusal {
        List<Pair> pairs = new ArrayList<>();
        List<SecurityAssociation> update = new ArrayList<>();
        List<Effect.Placed> install = new ArrayList<>();
        for (Agreed each : agreed) {
            Pair pair = pair(each);
            pairs.add(pair);
            if (each.offer().inbound().isPresent()) {
                update.add(pair.inbound());
            } else {
                install.add(new Effect.Placed(pair.inbound(), true));
            }
            install.add(new Effect.Placed(pair.outbound(), false));
            asking.peer().pairs().installs(each.peerSpi());
        }
        List<IpsecSa> remove = refused.stream()
                .flatMap(each -> each.offer().inbound().stream())
                .toList();
        Working<Asking, Heard> change =
                Working.change(update, install, List.copyOf(remove), done -> established(pairs));
        return Step.to(change.orElse(this::notInstalled));
    }

    private Pair pair(Agreed each) throws Refusal {
        KinkPeer peer = asking.peer();
        Offer offer = each.offer();
        IpsecTransform transform = IpsecTransform.of(
                each.proposal().protocol(), each.proposal().transforms().get(0));
        Making.Seed seed = new Making.Seed(
                asking.session(), each.secret(), offer.ni(), each.answer().nonce());
        return new Pair(
                Role.INITIATOR,
                Pair.Stage.UP,
                Making.inbound(
                        peer,
                        offer.traffic(),
                        transform,
                        offer.spi(),
                        each.proposal().spi(),
                        seed),
                Making.outbound(
                        peer,
                        offer.traffic(),
                        transform,
                        offer.spi(),
                        each.proposal().spi(),
                        seed),
                peer.epoch());
    }

    private Step<Asking, Heard> established(List<Pair> pairs) {
        KinkPeer peer = asking.peer();
        List<Effect> effects = new ArrayList<>();
        agreed.forEach(each -> {
            peer.pairs().installed(each.peerSpi());
            each.secret().ifPresent(SharedSecret::wipe);
            each.offer().inbound().ifPresent(Created::wipe);
        });
        for (Pair pair : pairs) {
            effects.addAll(Standing.receiving(pair.inbound()));
            effects.addAll(Standing.sending(pair.outbound()));
            peer.pairs().put(pair);
            if (pair.epoch().equals(peer.epoch())) {
                effects.addAll(Standing.up(peer, pair));
            } else {
                peer.pairs().remove(pair);
                effects.addAll(Standing.removed(peer, List.of(pair), "the peer began anew meanwhile"));
            }
        }
        agreed.forEach(each -> each.offer().replaced().ifPresent(peer::doom));
        return over(effects);
    }

    /** Our own sinks said no; the responder has its half, or awaits an ACK, and is told by a DELETE. */
    private Step<Asking, Heard> notInstalled(Refusal why) {
        agreed.forEach(each -> {
            asking.peer().pairs().installed(each.peerSpi());
            refused.add(new Refused(each.offer(), why, By.US));
        });
        agreed.clear();
        List<IpsecSa> installed = refused.stream()
                .flatMap(each -> each.offer().inbound().stream())
                .toList();
        return over(installed.isEmpty() ? List.of() : List.of(Standing.removed(asking.peer(), installed)));
    }

    /** The responder that asks for an ACK gets one even if it was in error (section 3.2). */
    private Step<Asking, Heard> over(List<Effect> before) {
        List<Effect> effects = new ArrayList<>(before);
        for (Refused each : refused) {
            effects.add(new Effect.Emit(new NegotiationEvent(
                    Kind.REFUSED,
                    "create-refused",
                    "child " + each.offer().traffic().child().name() + ": "
                            + each.why().getMessage(),
                    each.why().detail())));
            if (each.by() == By.US) {
                asking.peer().debts().owe(each.offer().named());
            }
        }
        effects.addAll(
                asking.opening().settled(refused.stream().map(Refused::why).findFirst()));
        if (!reply.header().acknowledge()) {
            return Step.done(effects);
        }
        effects.addAll(asking.acknowledge());
        effects.add(new Effect.StartTimer(Acknowledged.timer(asking), Acknowledged.LINGER_MILLIS));
        return Step.to(new Acknowledged(), effects);
    }

    private static Refusal inWords(Offer offer, NotificationPayload error) {
        String name = NotifyType.name(error.notifyType());
        String what = error.notifyType() == NotifyType.INVALID_PAYLOAD_TYPE
                        && error.data().length() == 1
                ? name + " for payload " + error.data().at(0)
                : name;
        return new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(error.notifyType()),
                        "the peer refused child " + offer.traffic().child().name() + " with " + what)
                .with(offer.inWords());
    }

    private static void wipe(IpsecSa sa) {
        sa.encryptionKey().wipe();
        sa.integrityKey().wipe();
    }

    private static Refusal misbehaved(String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN), why);
    }
}
