package dev.parley.ikev2.exchange;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.Algorithm;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.wire.Bytes;
import java.util.Map;
import java.util.OptionalInt;

/** How exchanges of two messages use a key exchange: the initiator says something, the responder agrees with a last word. */
final class KeyExchanges {
    private KeyExchanges() {}

    /** One begun by us: what we say, and under which number. */
    record Begun(int number, KeyExchangeRun run, Turn.Say<SharedSecret> said) implements AutoCloseable {
        KePayload payload() {
            return new KePayload(number, said.message().orElseThrow());
        }

        /** What the peer's answer makes of it. */
        Work<SharedSecret> hear(KePayload answer) {
            return Work.computing(run.method().key(), random -> {
                if (run.hear(said.reply(), answer.data()) instanceof Turn.Agree<SharedSecret> agreed) {
                    return agreed.result();
                }
                throw tooMany(run.method());
            });
        }

        @Override
        public void close() {
            run.wipe();
        }
    }

    /** What the responder agreed on, and its last word. */
    record Answered(KePayload payload, SharedSecret secret) implements AutoCloseable {
        @Override
        public void close() {
            secret.wipe();
        }
    }

    /** Begins {@code method}, which {@code offer} names. */
    static Work<Begun> begin(IkeSa sa, Offer offer, Algorithm method) throws Refusal {
        OptionalInt number = offer.keyExchangeNumber(method);
        KeyExchangeRun run = new KeyExchangeRun(find(sa, method), Role.INITIATOR, number, Map.of());
        return Work.computing(method.key(), random -> {
            if (run.initiate(random) instanceof Turn.Say<SharedSecret> said) {
                return new Begun(number.orElseThrow(), run, said);
            }
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "key exchange " + method.key() + " agreed before the peer spoke: a bug of its bundle");
        });
    }

    /** Answers the initiator's {@code first} by {@code method}. */
    static Work<Answered> answer(IkeSa sa, Algorithm method, KePayload first) throws Refusal {
        KeyExchangeMethod found = find(sa, method);
        KeyExchangeRun run = new KeyExchangeRun(found, Role.RESPONDER, OptionalInt.of(first.group()), Map.of());
        return Work.computing(method.key(), random -> {
            Turn<SharedSecret> turn = run.respond(random, first.data());
            run.wipe();
            if (turn instanceof Turn.Agree<SharedSecret> agreed
                    && turn.message().isPresent()) {
                Bytes lastWord = turn.message().get();
                return new Answered(new KePayload(first.group(), lastWord), agreed.result());
            }
            throw tooMany(found);
        });
    }

    /** RFC 6989 section 4.4: octets that fail the tests are answered INVALID_SYNTAX. */
    static Refusal unsound(Refusal refusal) {
        return refusal.blame() == Blame.PEER_MISBEHAVED && refusal.code().isEmpty()
                ? new Refusal(
                        Blame.PEER_MISBEHAVED,
                        NotifyType.code(NotifyType.INVALID_SYNTAX),
                        refusal.getMessage() + " (RFC 6989 section 4.4)")
                : refusal;
    }

    private static KeyExchangeMethod find(IkeSa sa, Algorithm method) throws Refusal {
        return sa.environment()
                .catalog()
                .find(KeyExchangeMethod.class, method.key())
                .orElseThrow(() -> new Refusal(Blame.LOCAL_FAILURE, method.key() + " is not installed now"));
    }

    private static Refusal tooMany(KeyExchangeMethod method) {
        return new Refusal(
                Blame.LOCAL_FAILURE, "key exchange " + method.key() + " wants more rounds than two messages have");
    }
}
