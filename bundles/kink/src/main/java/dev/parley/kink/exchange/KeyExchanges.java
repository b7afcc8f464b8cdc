package dev.parley.kink.exchange;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.payload.KePayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A key exchange beside a Quick Mode: perfect forward secrecy, which a Kerberos key alone does not give (RFC 4430 section 5.7). */
final class KeyExchanges {
    /** The values of Group Description, which key exchange methods number themselves by (RFC 2409 appendix A). */
    private static final NumberSpace GROUPS = new NumberSpace("ike.group");

    private KeyExchanges() {}

    /** One begun by us. */
    record Begun(KeyExchangeRun run, Turn.Say<SharedSecret> said) {
        KePayload payload() {
            return new KePayload(said.message().orElseThrow());
        }

        /** What the peer's answer makes of it. */
        Work<SharedSecret> hear(KePayload answer) {
            return Work.computing(run.method().key(), random -> {
                Turn<SharedSecret> turn = run.hear(said.reply(), answer.data());
                run.wipe();
                if (turn instanceof Turn.Agree<SharedSecret> agreed) {
                    return agreed.result();
                }
                throw tooMany(run.method());
            });
        }
    }

    /** What we agreed on as responder, and our last word. */
    record Answered(KePayload payload, SharedSecret secret) {}

    /** The method that the policy wants for {@code child}, one for all its suites (RFC 2409 section 5.5). */
    static Optional<Algorithm> method(ChildPolicy child) {
        return child.suites().stream()
                .flatMap(suite -> suite.keyExchange().stream())
                .findFirst();
    }

    /** The number of that method's group. */
    static OptionalInt group(Catalog catalog, ChildPolicy child) throws Refusal {
        Optional<Algorithm> wanted = method(child);
        return wanted.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(number(find(catalog, wanted.get()), wanted.get()));
    }

    /** Begins the exchange that {@code wanted} names. */
    static Work<Begun> begin(Catalog catalog, Algorithm wanted) throws Refusal {
        KeyExchangeMethod method = find(catalog, wanted);
        OptionalInt number = OptionalInt.of(number(method, wanted));
        KeyExchangeRun run = new KeyExchangeRun(method, Role.INITIATOR, number, Map.of());
        return Work.computing(method.key(), random -> {
            if (run.initiate(random) instanceof Turn.Say<SharedSecret> said) {
                return new Begun(run, said);
            }
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "key exchange " + method.key() + " agreed before the peer spoke: a bug of its bundle");
        });
    }

    /** Answers {@code first} by the method that {@code wanted} names. */
    static Work<Answered> answer(Catalog catalog, Algorithm wanted, KePayload first) throws Refusal {
        KeyExchangeMethod method = find(catalog, wanted);
        OptionalInt number = OptionalInt.of(number(method, wanted));
        KeyExchangeRun run = new KeyExchangeRun(method, Role.RESPONDER, number, Map.of());
        return Work.computing(method.key(), random -> {
            Turn<SharedSecret> turn = run.respond(random, first.data());
            run.wipe();
            if (turn instanceof Turn.Agree<SharedSecret> agreed
                    && turn.message().isPresent()) {
                Bytes lastWord = turn.message().get();
                return new Answered(new KePayload(lastWord), agreed.result());
            }
            throw tooMany(method);
        });
    }

    private static KeyExchangeMethod find(Catalog catalog, Algorithm wanted) throws Refusal {
        return catalog.find(KeyExchangeMethod.class, wanted.key())
                .orElseThrow(() ->
                        new Refusal(Blame.LOCAL_FAILURE, "key exchange " + wanted.key() + " is not installed now"));
    }

    private static int number(KeyExchangeMethod method, Algorithm wanted) throws Refusal {
        if (wanted.number().isPresent()) {
            return wanted.number().getAsInt();
        }
        return Optional.ofNullable(method.codePoints().get(GROUPS))
                .orElseThrow(() -> new Refusal(
                        Blame.LOCAL_FAILURE,
                        "key exchange " + method.key() + " has no number among the groups of RFC 2409:"
                                + " use another, or give it one in the policy"));
    }

    private static Refusal tooMany(KeyExchangeMethod method) {
        return new Refusal(
                Blame.LOCAL_FAILURE, "key exchange " + method.key() + " wants more rounds than two messages have");
    }
}
