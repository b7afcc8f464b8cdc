package dev.parley.crypto;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A key exchange of one message each way, for protocols that have a place for no more. Immutable; its steps are work. */
public final class RoundTrip {
    private final KeyExchangeRun run;
    private final Bytes said;
    private final Optional<Turn.Reply<SharedSecret>> reply;
    private final Optional<SharedSecret> secret;

    private RoundTrip(
            KeyExchangeRun run, Bytes said, Optional<Turn.Reply<SharedSecret>> reply, Optional<SharedSecret> secret) {
        this.run = run;
        this.said = said;
        this.reply = reply;
        this.secret = secret;
    }

    /**
     * Speaks first.
     *
     * @param number under which the method was negotiated
     */
    public static RoundTrip initiate(KeyExchangeMethod method, OptionalInt number, RandomSource random)
            throws GeneralSecurityException, Unavailable {
        KeyExchangeRun run = new KeyExchangeRun(method, Role.INITIATOR, number, Map.of());
        if (run.initiate(random) instanceof Turn.Say<SharedSecret> first) {
            return new RoundTrip(run, first.message().orElseThrow(), Optional.of(first.reply()), Optional.empty());
        }
        throw new Unavailable("key exchange " + method.key() + " agreed before the peer spoke: a bug of its bundle");
    }

    /**
     * Answers {@code first}, and has the secret.
     *
     * @throws GeneralSecurityException the initiator's octets are bad
     */
    public static RoundTrip respond(KeyExchangeMethod method, OptionalInt number, RandomSource random, Bytes first)
            throws GeneralSecurityException, Unavailable {
        KeyExchangeRun run = new KeyExchangeRun(method, Role.RESPONDER, number, Map.of());
        Turn<SharedSecret> turn = run.respond(random, first);
        run.wipe();
        if (turn instanceof Turn.Agree<SharedSecret> agreed && turn.message().isPresent()) {
            return new RoundTrip(run, turn.message().get(), Optional.empty(), Optional.of(agreed.result()));
        }
        throw tooMany(method);
    }

    /**
     * What the peer's {@code answer} makes of it: the same, with the secret. It may be heard again with another answer.
     *
     * @throws GeneralSecurityException the responder's octets are bad
     */
    public RoundTrip hear(Bytes answer) throws GeneralSecurityException, Unavailable {
        if (run.hear(reply.orElseThrow(), answer) instanceof Turn.Agree<SharedSecret> agreed) {
            return new RoundTrip(run, said, reply, Optional.of(agreed.result()));
        }
        throw tooMany(run.method());
    }

    /** Our message. */
    public Bytes said() {
        return said;
    }

    /** What both have agreed on, once both have spoken. */
    public Optional<SharedSecret> secret() {
        return secret;
    }

    /** Nothing more comes: wipes what the method was given, and the secret. */
    public void wipe() {
        run.wipe();
        secret.ifPresent(SharedSecret::wipe);
    }

    private static Unavailable tooMany(KeyExchangeMethod method) {
        return new Unavailable("key exchange " + method.key() + " wants more rounds than two messages have");
    }
}
