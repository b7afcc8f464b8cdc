package dev.parley.isakmp.conversation;

import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of a pluggable key exchange or proof: say something and wait for the peer, or agree on an {@code R}.
 *
 * <p>A responder's turn always carries octets (empty ones if need be); an initiator's last turn carries none. The protocol
 * retransmits; a method never sees it, but {@code hear} may be called again with other octets (RFC 7296 section 2.4) and
 * must not have changed anything.
 */
public abstract sealed class Turn<R> permits Turn.Say, Turn.Agree {
    private Turn() {}

    /** Say {@code message} and wait. */
    public static <R> Turn<R> say(Bytes message, Reply<R> reply) {
        return new Say<>(message, reply);
    }

    /** Done, with nothing more to say. */
    public static <R> Turn<R> agree(R result) {
        return new Agree<>(Optional.empty(), result);
    }

    /** Done, with a last word for the peer. */
    public static <R> Turn<R> agree(Bytes lastWord, R result) {
        return new Agree<>(Optional.of(lastWord), result);
    }

    /** What is to be sent, if anything. */
    public abstract Optional<Bytes> message();

    /** The same conversation, ending in what {@code map} makes of its result. */
    public abstract <S> Turn<S> then(Function<R, S> map);

    /** What happens when the peer answers. May be slow: it runs as work. */
    @FunctionalInterface
    public interface Reply<R> {
        /**
         * @throws GeneralSecurityException the peer's octets are bad
         * @throws Unavailable we cannot now
         */
        Turn<R> hear(Bytes message) throws GeneralSecurityException, Unavailable;
    }

    /** Says something and waits. */
    public static final class Say<R> extends Turn<R> {
        private final Bytes message;
        private final Reply<R> reply;

        private Say(Bytes message, Reply<R> reply) {
            this.message = message;
            this.reply = reply;
        }

        @Override
        public Optional<Bytes> message() {
            return Optional.of(message);
        }

        public Reply<R> reply() {
            return reply;
        }

        @Override
        public <S> Turn<S> then(Function<R, S> map) {
            return new Say<>(message, heard -> reply.hear(heard).then(map));
        }
    }

    /** Has agreed. */
    public static final class Agree<R> extends Turn<R> {
        private final Optional<Bytes> lastWord;
        private final R result;

        private Agree(Optional<Bytes> lastWord, R result) {
            this.lastWord = lastWord;
            this.result = result;
        }

        @Override
        public Optional<Bytes> message() {
            return lastWord;
        }

        public R result() {
            return result;
        }

        @Override
        public <S> Turn<S> then(Function<R, S> map) {
            return new Agree<>(lastWord, map.apply(result));
        }
    }
}
