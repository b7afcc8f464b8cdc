package dev.parley.operate.bench;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.Key;
import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/**
 * The plug-ins of a catalog with a tape beside their cryptography: which primitives a protocol calls, how often and with what, is
 * for the protocol to know. What is on the tape leads to the plug-ins themselves.
 */
final class Recorder {
    private final Tape tape;
    private final RandomSource random;

    Recorder(Tape tape, RandomSource random) {
        this.tape = tape;
        this.random = random;
    }

    /** The same plug-ins, their cryptography recorded. */
    Contribution recording(Contribution plugins) {
        List<Extension> recorded =
                plugins.extensions().stream().map(this::recording).toList();
        return () -> recorded;
    }

    private Extension recording(Extension extension) {
        if (extension instanceof Cipher cipher) {
            return new RecordedCipher(cipher, tape);
        }
        if (extension instanceof Integrity integrity) {
            return new RecordedIntegrity(integrity, tape);
        }
        if (extension instanceof Prf prf) {
            return new RecordedPrf(prf, tape);
        }
        return extension instanceof KeyExchangeMethod method
                ? new RecordedKeyExchange(method, tape, random)
                : extension;
    }

    private record RecordedCipher(Cipher cipher, Tape tape) implements Cipher {
        @Override
        public String key() {
            return cipher.key();
        }

        @Override
        public int preference() {
            return cipher.preference();
        }

        @Override
        public Map<NumberSpace, Integer> codePoints() {
            return cipher.codePoints();
        }

        @Override
        public List<Integer> keyBits() {
            return cipher.keyBits();
        }

        @Override
        public int keyOctets(int keyBits) {
            return cipher.keyOctets(keyBits);
        }

        @Override
        public int ivOctets() {
            return cipher.ivOctets();
        }

        @Override
        public int blockOctets() {
            return cipher.blockOctets();
        }

        @Override
        public int checksumOctets() {
            return cipher.checksumOctets();
        }

        @Override
        public boolean unpredictableIv() {
            return cipher.unpredictableIv();
        }

        @Override
        public Bytes seal(Key key, Bytes iv, Bytes associated, Bytes plaintext) throws GeneralSecurityException {
            Key kept = key.duplicate();
            tape.add("seal", () -> cipher.seal(kept, iv, associated, plaintext));
            return cipher.seal(key, iv, associated, plaintext);
        }

        @Override
        public Bytes open(Key key, Bytes iv, Bytes associated, Bytes ciphertext) throws GeneralSecurityException {
            Key kept = key.duplicate();
            tape.add("open", () -> cipher.open(kept, iv, associated, ciphertext));
            return cipher.open(key, iv, associated, ciphertext);
        }
    }

    private record RecordedIntegrity(Integrity integrity, Tape tape) implements Integrity {
        @Override
        public String key() {
            return integrity.key();
        }

        @Override
        public int preference() {
            return integrity.preference();
        }

        @Override
        public Map<NumberSpace, Integer> codePoints() {
            return integrity.codePoints();
        }

        @Override
        public int keyOctets() {
            return integrity.keyOctets();
        }

        @Override
        public int checksumOctets() {
            return integrity.checksumOctets();
        }

        @Override
        public Bytes checksum(Key key, Bytes data) {
            Key kept = key.duplicate();
            tape.add("checksum", () -> integrity.checksum(kept, data));
            return integrity.checksum(key, data);
        }
    }

    private record RecordedPrf(Prf prf, Tape tape) implements Prf {
        @Override
        public String key() {
            return prf.key();
        }

        @Override
        public int preference() {
            return prf.preference();
        }

        @Override
        public Map<NumberSpace, Integer> codePoints() {
            return prf.codePoints();
        }

        @Override
        public int outputOctets() {
            return prf.outputOctets();
        }

        @Override
        public int keyOctets() {
            return prf.keyOctets();
        }

        @Override
        public Key prf(Key key, Key data) {
            Key kept = key.duplicate();
            Key input = data.duplicate();
            tape.add("prf", () -> prf.prf(kept, input));
            return prf.prf(key, data);
        }

        @Override
        public Key prf(Key key, Bytes data) {
            Key kept = key.duplicate();
            tape.add("prf", () -> prf.prf(kept, data));
            return prf.prf(key, data);
        }

        @Override
        public Key plus(Key key, Key seed, int octets) {
            Key kept = key.duplicate();
            Key input = seed.duplicate();
            tape.add("prf+", () -> prf.plus(kept, input, octets));
            return prf.plus(key, seed, octets);
        }
    }

    /** A run of its own is begun each time the tape is played: private keys are new, what the peer said is not. */
    private record RecordedKeyExchange(KeyExchangeMethod method, Tape tape, RandomSource random)
            implements KeyExchangeMethod {
        @Override
        public String key() {
            return method.key();
        }

        @Override
        public int preference() {
            return method.preference();
        }

        @Override
        public Map<NumberSpace, Integer> codePoints() {
            return method.codePoints();
        }

        @Override
        public Traits traits() {
            return method.traits();
        }

        @Override
        public Turn<SharedSecret> initiate(KeyExchangeContext context) throws GeneralSecurityException, Unavailable {
            Replayed replayed = new Replayed(method, context, random);
            tape.add("key exchange begun", () -> replayed.initiate());
            return listening(method.initiate(context), replayed);
        }

        @Override
        public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first)
                throws GeneralSecurityException, Unavailable {
            Replayed replayed = new Replayed(method, context, random);
            tape.add("key exchange answered", () -> replayed.respond(first));
            return listening(method.respond(context, first), replayed);
        }

        private Turn<SharedSecret> listening(Turn<SharedSecret> turn, Replayed replayed) {
            return turn instanceof Turn.Say<SharedSecret> say
                    ? Turn.say(say.message().orElseThrow(), message -> {
                        tape.add("key exchange ended", () -> replayed.hear(message));
                        return listening(say.reply().hear(message), replayed);
                    })
                    : turn;
        }
    }

    /** One run of a key exchange as the tape makes it again. */
    private static final class Replayed {
        private final KeyExchangeMethod method;
        private final Role role;
        private final KeyExchangeContext recorded;
        private final RandomSource random;
        private KeyExchangeRun run;
        private Turn<SharedSecret> turn;

        Replayed(KeyExchangeMethod method, KeyExchangeContext recorded, RandomSource random) {
            this.method = method;
            this.role = recorded.role();
            this.recorded = recorded;
            this.random = random;
        }

        void initiate() throws GeneralSecurityException, Unavailable {
            begin();
            turn = run.initiate(random);
        }

        void respond(Bytes first) throws GeneralSecurityException, Unavailable {
            begin();
            turn = run.respond(random, first);
        }

        void hear(Bytes message) throws GeneralSecurityException, Unavailable {
            turn = run.hear(((Turn.Say<SharedSecret>) turn).reply(), message);
        }

        private void begin() {
            run = new KeyExchangeRun(method, role, recorded.number(), recorded.settings());
        }
    }
}
