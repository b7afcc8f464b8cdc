package dev.parley.kink.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.Choice;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.QuickModeGrammar;
import dev.parley.kink.peer.Answering;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Settings;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the responder takes of one Quick Mode, and its own half (RFC 4430 section 3.2, steps 2 and 3).
 *
 * @param chosen the proposal with the transform that was taken, under the peer's SPI
 * @param nr our nonce: whenever an ACK is needed anyway, the policy asks for it, or the command may have been said to a life of ours
 *     before, whose keys it would bring back
 */
record Taking(
        Making.Traffic traffic,
        QuickMode asked,
        Proposal chosen,
        Bytes spi,
        Optional<Bytes> nr,
        Optional<KeyExchanges.Answered> ke) {
    /**
     * @throws Refusal with the notify of section 5.5
     */
    static Taking of(Answering answering, KinkHeader header, List<Payload> payloads) throws Refusal {
        KinkPeer peer = answering.peer();
        QuickMode asked = QuickMode.read(QuickModeGrammar.CREATE, header, payloads);
        if (peer.pairs().full()) {
            throw Notices.refusal(
                    NotifyType.NO_PROPOSAL_CHOSEN,
                    "there are " + Defaults.MAX_PAIRS + " pairs of SAs with this peer: no more");
        }
        Making.Traffic traffic = traffic(answering, asked);
        Proposal chosen = chosen(peer, traffic, asked);
        spiIsFree(answering, chosen);
        boolean first = optimistic(asked, chosen) && asked.ke().isEmpty();
        boolean needed = Settings.responderNonce(traffic.policy())
                || answering.doubtful() && !Settings.trustsClocks(traffic.policy());
        Optional<Bytes> nr = first && !needed
                ? Optional.empty()
                : Optional.of(peer.environment().random().bytes(Defaults.NONCE_OCTETS));
        return new Taking(
                traffic,
                asked,
                chosen,
                Making.freeSpi(peer, answering.path().local().address()),
                nr,
                Optional.empty());
    }

    Taking with(KeyExchanges.Answered answered) {
        return new Taking(traffic, asked, chosen, spi, nr, Optional.of(answered));
    }

    /** Whether the initiator has all that it needs already. */
    boolean optimistic() {
        return nr.isEmpty() && asked.ke().isEmpty();
    }

    Spi peerSpi() {
        return new Spi(chosen.protocol(), chosen.spi());
    }

    /** Answers the initiator's key exchange. */
    Work<KeyExchanges.Answered> answerKe(Catalog catalog) throws Refusal {
        Algorithm method = KeyExchanges.method(traffic.child()).orElseThrow();
        return KeyExchanges.answer(catalog, method, asked.ke().orElseThrow());
    }

    IsakmpPayload payload() throws Refusal {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new SaPayload(
                IpsecDoi.NUMBER,
                Situations.identityOnly(),
                List.of(chosen.taken(spi, chosen.transforms().get(0)))));
        nr.ifPresent(nonce -> payloads.add(new NoncePayload(nonce)));
        ke.ifPresent(answered -> payloads.add(answered.payload()));
        if (asked.clients().isPresent()) {
            payloads.addAll(asked.clients().get().payloads());
        }
        return IsakmpPayload.of(payloads);
    }

    Pair pair(Answering answering, Pair.Stage stage) throws Refusal {
        IpsecTransform transform =
                IpsecTransform.of(chosen.protocol(), chosen.transforms().get(0));
        Optional<SharedSecret> secret = ke.map(KeyExchanges.Answered::secret);
        Making.Seed seed =
                new Making.Seed(answering.session(), secret, asked.nonce().orElseThrow(), nr);
        KinkPeer peer = answering.peer();
        Pair pair = new Pair(
                Role.RESPONDER,
                stage,
                Making.inbound(peer, traffic, transform, spi, chosen.spi(), seed),
                Making.outbound(peer, traffic, transform, spi, chosen.spi(), seed),
                Optional.of(answering.epoch()));
        secret.ifPresent(SharedSecret::wipe);
        return pair;
    }

    /**
     * The first child of the peer's policies that has all of the traffic asked for. A peer that names none means the two ends
     * themselves.
     */
    private static Making.Traffic traffic(Answering answering, QuickMode asked) throws Refusal {
        QuickMode.Clients clients = asked.clients().orElseGet(() -> Making.ends(answering.path(), Role.RESPONDER));
        for (Policy policy : answering.peer().policies()) {
            for (ChildPolicy child : policy.children()) {
                if (child.local().stream().anyMatch(own -> own.covers(clients.responder()))
                        && child.remote().stream().anyMatch(own -> own.covers(clients.initiator()))) {
                    return new Making.Traffic(policy, child, answering.path(), Role.RESPONDER, clients);
                }
            }
        }
        throw Notices.refusal(
                        NotifyType.NO_PROPOSAL_CHOSEN,
                        "no child of ours protects what " + answering.peer().other() + " asks for, "
                                + clients.initiator() + " => " + clients.responder())
                .with(answering.peer().policies().stream()
                        .flatMap(policy -> policy.children().stream())
                        .map(child -> "child " + child.name() + " has " + child.remote() + " => " + child.local())
                        .toList());
    }

    private static Proposal chosen(KinkPeer peer, Making.Traffic traffic, QuickMode asked) throws Refusal {
        ChildPolicy child = traffic.child();
        OptionalInt group = KeyExchanges.group(peer.environment().catalog(), child);
        if (asked.ke().isPresent() && group.isEmpty()) {
            throw Notices.refusal(
                    NotifyType.INVALID_PAYLOAD_TYPE,
                    "the peer wants a key exchange, and child " + child.name() + " has none");
        }
        if (asked.ke().isEmpty() && group.isPresent()) {
            throw Notices.refusal(
                    NotifyType.NO_PROPOSAL_CHOSEN,
                    "child " + child.name() + " wants a key exchange, and the peer sent no KE payload");
        }
        List<Proposal> acceptable = acceptable(child, group);
        IpsecDoi doi = new IpsecDoi();
        Optional<List<Proposal>> taken = Choice.of(asked.proposals(), acceptable, doi::accepts);
        if (taken.isEmpty()) {
            throw Notices.refusal(
                            NotifyType.NO_PROPOSAL_CHOSEN,
                            "nothing that the peer offers is acceptable for child " + child.name())
                    .with(compared(asked.proposals(), acceptable));
        }
        Proposal proposal = taken.get().get(0);
        Transform transform = proposal.transforms().get(0);
        return proposal.taken(
                proposal.spi(), Lifetimes.lowered(proposal.protocol(), transform, child.lifetimeSeconds()));
    }

    private static List<Proposal> acceptable(ChildPolicy child, OptionalInt group) throws Refusal {
        try {
            return Offer.proposals(child, group, Bytes.EMPTY);
        } catch (IllegalArgumentException unnamed) {
            throw Notices.refusal(NotifyType.NO_PROPOSAL_CHOSEN, "child " + child.name() + ": " + unnamed.getMessage());
        }
    }

    private static void spiIsFree(Answering answering, Proposal chosen) throws Refusal {
        Spi spi = new Spi(chosen.protocol(), chosen.spi());
        if (chosen.spi().length() != IpsecDoi.SPI_OCTETS
                || chosen.spi().number(0, IpsecDoi.SPI_OCTETS) < Making.FIRST_FREE_SPI) {
            throw Notices.refusal(
                    NotifyType.PAYLOAD_MALFORMED, spi + " is none that an SA may have (RFC 4303 section 2.1)");
        }
        Bytes destination = answering.path().remote().address();
        boolean another = answering
                .peer()
                .environment()
                .database(SecurityAssociationDatabase.class)
                .has(ProtocolId.name(spi.protocol()), spi.value(), destination);
        if (another || answering.peer().pairs().taken(spi)) {
            throw Notices.refusal(NotifyType.INVALID_SPI, spi + " is in use already (RFC 4430 section 3.2)");
        }
    }

    private static boolean optimistic(QuickMode asked, Proposal chosen) {
        Proposal first = asked.proposals().get(0);
        return chosen.number() == first.number()
                && chosen.protocol() == first.protocol()
                && chosen.transforms().get(0).number()
                        == first.transforms().get(0).number();
    }

    private static List<String> compared(List<Proposal> offered, List<Proposal> acceptable) {
        List<String> lines = new ArrayList<>();
        lines.add("the peer offers:");
        offered.forEach(proposal -> lines.addAll(inWords(proposal)));
        lines.add("we take:");
        acceptable.forEach(proposal -> lines.addAll(inWords(proposal)));
        return lines;
    }

    static List<String> inWords(Proposal proposal) {
        List<String> lines = new ArrayList<>();
        for (Transform transform : proposal.transforms()) {
            try {
                lines.add("  " + IpsecTransform.of(proposal.protocol(), transform));
            } catch (Refusal notUnderstood) {
                lines.add("  " + notUnderstood.getMessage());
            }
        }
        return lines;
    }
}
