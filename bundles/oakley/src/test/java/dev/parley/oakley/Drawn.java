package dev.parley.oakley;

import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.wire.Bytes;
import java.util.Map;
import java.util.OptionalInt;

/** Runs a method on a private key that a test vector prescribes. */
record Drawn(Bytes octets) implements RandomSource {
    @Override
    public void fill(byte[] target) {
        octets.copyTo(target, 0);
    }

    @Override
    public RandomSource fork() {
        return this;
    }

    /** What the initiator says first. */
    Turn.Say<SharedSecret> initiate(KeyExchangeMethod method) throws Exception {
        return (Turn.Say<SharedSecret>) run(method, Role.INITIATOR).initiate(this);
    }

    /** What the responder agrees on and answers. */
    Turn.Agree<SharedSecret> respond(KeyExchangeMethod method, Bytes first) throws Exception {
        return (Turn.Agree<SharedSecret>) run(method, Role.RESPONDER).respond(this, first);
    }

    /** What the initiator agrees on after {@code answer}. */
    SharedSecret agreed(KeyExchangeMethod method, Bytes answer) throws Exception {
        return ((Turn.Agree<SharedSecret>) initiate(method).reply().hear(answer)).result();
    }

    private static KeyExchangeRun run(KeyExchangeMethod method, Role role) {
        return new KeyExchangeRun(method, role, OptionalInt.empty(), Map.of());
    }
}
