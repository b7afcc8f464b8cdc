package dev.parley.crypto;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One run of a key exchange, as a protocol uses it: checks lengths before a method sees an octet, names the method when it
 * misbehaves, holds its secrets and wipes them. Its steps are work; they never run two at once.
 */
public final class KeyExchangeRun {
    private final KeyExchangeMethod method;
    private final Role role;
    private final OptionalInt number;
    private final Map<String, String> settings;
    private final List<SharedSecret> secrets = new ArrayList<>();
    private boolean over;

    public KeyExchangeRun(KeyExchangeMethod method, Role role, OptionalInt number, Map<String, String> settings) {
        this.method = method;
        this.role = role;
        this.number = number;
        this.settings = Map.copyOf(settings);
    }

    public KeyExchangeMethod method() {
        return method;
    }

    /** The initiator's first turn. */
    public Turn<SharedSecret> initiate(RandomSource random) throws GeneralSecurityException, Unavailable {
        return guarded(() -> method.initiate(new Context(random)));
    }

    /** The responder's answer to {@code first}. */
    public Turn<SharedSecret> respond(RandomSource random, Bytes first) throws GeneralSecurityException, Unavailable {
        return guarded(() -> {
            checkHeard(first);
            return method.respond(new Context(random), first);
        });
    }

    /** What {@code reply} makes of the peer's answer. */
    public Turn<SharedSecret> hear(Turn.Reply<SharedSecret> reply, Bytes message)
            throws GeneralSecurityException, Unavailable {
        return guarded(() -> {
            checkHeard(message);
            return reply.hear(message);
        });
    }

    /** Wipes every secret that was handed to the method, and those that a step still at work is handed, when it ends. */
    public synchronized void wipe() {
        over = true;
        secrets.forEach(SharedSecret::wipe);
        secrets.clear();
    }

    private void checkHeard(Bytes message) throws InvalidKeyException {
        int promised = role == Role.INITIATOR
                ? method.traits().responderOctets()
                : method.traits().initiatorOctets();
        if (!method.traits().allows(message.length(), promised)) {
            throw new InvalidKeyException("key exchange data for " + method.key() + " has " + message.length()
                    + " octets, " + promised + " are due");
        }
    }

    private interface Step {
        Turn<SharedSecret> take() throws GeneralSecurityException, Unavailable;
    }

    private Turn<SharedSecret> guarded(Step step) throws GeneralSecurityException, Unavailable {
        try {
            Turn<SharedSecret> turn = step.take();
            if (turn == null) {
                throw new Unavailable("key exchange " + method.key() + " returned nothing: a bug of its bundle");
            }
            return turn;
        } catch (Departed gone) {
            throw new Unavailable(gone.getMessage());
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            throw new Unavailable(
                    "key exchange " + method.key() + " failed with " + bug + ": a bug of its bundle", bug);
        } finally {
            wipeIfOver();
        }
    }

    private synchronized void wipeIfOver() {
        if (over) {
            wipe();
        }
    }

    private synchronized SharedSecret draw(RandomSource random, int octets) {
        byte[] drawn = new byte[octets];
        random.fill(drawn);
        SharedSecret secret = SharedSecret.owning(drawn);
        secrets.add(secret);
        return secret;
    }

    private final class Context implements KeyExchangeContext {
        private final RandomSource random;

        Context(RandomSource random) {
            this.random = random;
        }

        @Override
        public Role role() {
            return role;
        }

        @Override
        public OptionalInt number() {
            return number;
        }

        @Override
        public SharedSecret secret(int octets) {
            return draw(random, octets);
        }

        @Override
        public RandomSource random() {
            return random;
        }

        @Override
        public Map<String, String> settings() {
            return settings;
        }
    }
}
