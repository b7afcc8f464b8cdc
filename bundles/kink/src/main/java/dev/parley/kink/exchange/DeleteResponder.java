package dev.parley.kink.exchange;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.message.QuickModeGrammar;
import dev.parley.kink.peer.Answering;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Pair;
import dev.parley.kink.peer.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Responder's side of DELETE, RFC 4430 section 3.3. Only pairs of the principal that asks are looked for. */
public final class DeleteResponder {
    private DeleteResponder() {}

    /** Whether it names what our sinks are just installing: the peer will ask again, and then there is an answer. */
    public static boolean mustWait(KinkPeer peer, Heard command) {
        return command.all(IsakmpPayload.class)
                .flatMap(isakmp -> named(isakmp.payloads()))
                .anyMatch(peer.pairs()::installing);
    }

    /** We await the command, which is here. */
    public record AwaitDelete() implements Exchange<Answering, Heard> {
        @Override
        public Step<Answering, Heard> receive(Answering answering, Heard command) throws Refusal {
            List<Pair> doomed = new ArrayList<>();
            List<Payload> answer = new ArrayList<>();
            List<Spi> unknown = new ArrayList<>();
            for (Payload payload : command.payloads()) {
                if (payload.type().equals(KinkPayloads.ISAKMP)) {
                    Optional<Faults.Fault> fault = Faults.of(command.header(), QuickModeGrammar.NOTICE, payload);
                    answer.add(
                            fault.isPresent()
                                    ? fault.get().answer()
                                    : answer(answering.peer(), (IsakmpPayload) payload, doomed, unknown));
                }
            }
            if (answer.isEmpty()) {
                throw new Refusal(
                        Blame.PEER_MISBEHAVED,
                        ErrorPayload.code(ErrorPayload.PROTOERR),
                        "DELETE has no KINK_ISAKMP (RFC 4430 section 6.4)");
            }
            unknown.forEach(answering.peer().pairs()::bury);
            return removing(answering, doomed, answer);
        }
    }

    private static IsakmpPayload answer(KinkPeer peer, IsakmpPayload asked, List<Pair> doomed, List<Spi> unknown) {
        List<Spi> ours = new ArrayList<>();
        List<Payload> notices = new ArrayList<>();
        named(asked.payloads()).distinct().forEach(spi -> {
            Optional<Pair> pair = peer.pairs().named(spi);
            if (pair.isPresent()) {
                doomed.add(pair.get());
                ours.add(Spi.of(pair.get().inbound()));
            } else {
                notices.add(Notices.invalid(spi));
                unknown.add(spi);
            }
        });
        List<Payload> payloads = new ArrayList<>();
        if (!ours.isEmpty()) {
            payloads.addAll(DeleteInitiator.deletes(ours));
        }
        payloads.addAll(notices.subList(0, Math.min(notices.size(), MAX_NOTICES)));
        return payloads.isEmpty() ? Notices.isakmp(INVALID, Bytes.EMPTY) : IsakmpPayload.of(payloads);
    }

    /** Both directions go; what the initiator has sent already may still arrive for a moment. */
    private static Step<Answering, Heard> removing(Answering answering, List<Pair> doomed, List<Payload> answer) {
        KinkPeer peer = answering.peer();
        List<Effect> effects = new ArrayList<>();
        List<SecurityAssociation> remove = new ArrayList<>();
        List<Pair> waiting = new ArrayList<>();
        for (Pair pair : doomed) {
            effects.addAll(Standing.untimed(pair));
            effects.add(Standing.gone(pair.inbound(), "the peer deleted it"));
            peer.pairs().bury(Spi.of(pair.outbound()));
            if (pair.stage() == Pair.Stage.UP) {
                remove.add(pair.outbound());
                peer.pairs().put(pair.at(Pair.Stage.CLOSING));
                waiting.add(pair);
            } else {
                remove.add(pair.inbound());
                peer.pairs().remove(pair);
            }
        }
        if (remove.isEmpty()) {
            effects.addAll(answering.reply(answer));
            return Step.done(effects);
        }
        return Step.to(
                Working.change(List.of(), remove, done -> {
                    List<Effect> then = new ArrayList<>();
                    waiting.forEach(pair -> then.add(Standing.grace(pair.inboundSpi(), 0)));
                    then.addAll(answering.reply(answer));
                    return Step.done(then);
                }),
                effects);
    }

    private static Stream<Spi> named(List<Payload> payloads) {
        return payloads.stream()
                .filter(DeletePayload.class::isInstance)
                .map(DeletePayload.class::cast)
                .flatMap(delete -> delete.spis().stream().map(spi -> new Spi(delete.protocol(), spi)));
    }

    /** What a DELETE without a Delete payload is told. */
    private static final int INVALID = NotifyType.PAYLOAD_MALFORMED;

    /** A DELETE of a thousand unknown SPIs is not worth a thousand notices. */
    private static final int MAX_NOTICES = 16;
}
