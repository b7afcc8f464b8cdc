package dev.parley.ikev2.sa;

import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.Ikev2Grammar;
import dev.parley.ikev2.message.Notation;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Composes, protects and sends the messages of one IKE SA (RFC 7296 sections 2.1 and 3.14), and keeps the window in step. */
public final class Speech {
    private final IkeSa sa;

    Speech(IkeSa sa) {
        this.sa = sa;
    }

    /** Sends a protected request under the next Message ID. */
    public List<Effect> ask(int exchange, List<Payload> payloads) throws Refusal {
        if (sa.window().exhausted()) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "the Message IDs of this IKE SA are used up (RFC 7296 section 2.2): take it down");
        }
        long id = sa.window().nextId();
        List<Payload> said = WindowSize.announcing(payloads, sa.window());
        Datagram datagram = sa.path().carry(seal(exchange, 0, id, said));
        sa.window().asked(exchange, List.of(datagram));
        announced(said, payloads);
        return sent(datagram, header(exchange, 0, id), said, true, true);
    }

    /** Sends a request in the clear: an IKE_SA_INIT. */
    public List<Effect> askClear(int exchange, List<Payload> payloads) {
        long id = sa.window().nextId();
        Datagram datagram = sa.path().carry(clear(exchange, 0, id, payloads));
        sa.window().asked(exchange, List.of(datagram));
        return sent(datagram, header(exchange, 0, id), payloads, false, true);
    }

    /** Sends another form of the request under {@code id}, which is outstanding, in the clear. */
    public List<Effect> askClearAgain(int exchange, long id, List<Payload> payloads) {
        Datagram datagram = sa.path().carry(clear(exchange, 0, id, payloads));
        sa.window().askedAgain(id, List.of(datagram));
        return sent(datagram, header(exchange, 0, id), payloads, false, true);
    }

    /** Answers {@code request} under protection, to where it came from. */
    public List<Effect> answer(IkeMessage request, List<Payload> payloads) throws Refusal {
        int exchange = request.header().exchangeType();
        long id = request.header().messageId();
        List<Payload> said = WindowSize.announcing(payloads, sa.window());
        Datagram datagram = request.datagram().reply(seal(exchange, IkeFlags.RESPONSE, id, said));
        sa.window()
                .answered(id, request.wire(), List.of(datagram), request.when().monotonic());
        announced(said, payloads);
        return sent(datagram, header(exchange, IkeFlags.RESPONSE, id), said, true, false);
    }

    /** Answers {@code request} in the clear: an IKE_SA_INIT. */
    public List<Effect> answerClear(IkeMessage request, List<Payload> payloads) {
        int exchange = request.header().exchangeType();
        long id = request.header().messageId();
        Datagram datagram = request.datagram().reply(clear(exchange, IkeFlags.RESPONSE, id, payloads));
        sa.window()
                .answered(id, request.wire(), List.of(datagram), request.when().monotonic());
        return sent(datagram, header(exchange, IkeFlags.RESPONSE, id), payloads, false, false);
    }

    /** The octets of a message in the clear, as {@link #askClear} would send them. */
    public Bytes clear(int exchange, int flags, long id, List<Payload> payloads) {
        return IkeMessages.clear(
                sa.spiI(),
                sa.spiR(),
                exchange,
                flags | ourFlag(),
                id,
                Ikev2Grammar.order(exchange, (flags & IkeFlags.RESPONSE) != 0, payloads),
                sa.registry());
    }

    private void announced(List<Payload> said, List<Payload> meant) {
        if (said.size() > meant.size()) {
            sa.window().isAnnounced();
        }
    }

    private Bytes seal(int exchange, int flags, long id, List<Payload> payloads) throws Refusal {
        try {
            List<Payload> ordered = Ikev2Grammar.order(exchange, (flags & IkeFlags.RESPONSE) != 0, payloads);
            return new SkProtection(
                            sa.suite().orElseThrow().resolve(sa.environment().catalog()),
                            sa.keys().orElseThrow())
                    .seal(
                            header(exchange, flags, id),
                            ordered,
                            sa.registry(),
                            sa.role(),
                            sa.environment().random());
        } catch (GeneralSecurityException failed) {
            throw new Refusal(Blame.LOCAL_FAILURE, "encryption failed: " + failed.getMessage());
        }
    }

    private IsakmpHeader header(int exchange, int flags, long id) {
        return new IsakmpHeader(
                sa.spiI(),
                sa.spiR(),
                0,
                IkeMessages.MAJOR_VERSION,
                IkeMessages.MINOR_VERSION,
                exchange,
                flags | ourFlag(),
                id,
                0);
    }

    private int ourFlag() {
        return sa.role() == Role.INITIATOR ? IkeFlags.INITIATOR : 0;
    }

    private List<Effect> sent(
            Datagram datagram, IsakmpHeader header, List<Payload> payloads, boolean encrypted, boolean awaitsAnswer) {
        boolean response = header.has(IkeFlags.RESPONSE);
        PayloadRegistry registry = sa.registry();
        Text text = Text.later(() -> Notation.of(
                header, Ikev2Grammar.order(header.exchangeType(), response, payloads), encrypted, registry));
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Emit(new NegotiationEvent(Kind.SENT, "sent", text)));
        effects.add(new Effect.Send(datagram));
        if (awaitsAnswer) {
            effects.add(new Effect.StartTimer(
                    sa.timer(Timers.RETRANSMIT + header.messageId()),
                    sa.backoff().after(1)));
        }
        return effects;
    }
}
