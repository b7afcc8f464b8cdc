package dev.parley.ikev2;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.crypto.Cipher;
import dev.parley.crypto.Key;
import dev.parley.isakmp.event.KeyLog;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nonsense from a peer that holds the keys, sealed as it must be: it may end the SA (RFC 7296 section 2.21.3), it may not end anything
 * else, nothing throws, and both sides end.
 */
class InsiderMutationTest {
    private static final int WORLDS = 200;
    private static final int FUZZ_WORLDS = 800;
    private static final int MESSAGES = 8;
    private static final int SK = 46;
    private static final int IV_OCTETS = 8;
    private static final int CHECKSUM_OCTETS = 16;
    private static final int GENERIC_HEADER_OCTETS = 4;

    private static final Cipher GCM = new CiphersComponent()
            .extensions().stream()
                    .filter(extension -> extension.key().equals("aes-gcm-16"))
                    .map(Cipher.class::cast)
                    .findFirst()
                    .orElseThrow();

    /** What was inside the recorded Encrypted payloads: the first payload's type and the chain. */
    private static final List<RecordedConversation.Opened> INSIDE = RecordedConversation.all().stream()
            .flatMap(conversation ->
                    conversation.packets().stream().flatMap(packet -> conversation.open(packet.octets()).stream()))
            .toList();

    /** The keys of the first IKE SA, as the key log has them: SPIi, SPIr, SK_ei, SK_er. */
    private static final class Keys implements KeyLog {
        private final List<Bytes> first = new ArrayList<>();

        @Override
        public String key() {
            return "dev.parley.test";
        }

        @Override
        public void line(String table, String line) {
            if (table.startsWith("ikev2") && first.isEmpty()) {
                Stream.of(line.split(",")).limit(4).map(Bytes::hex).forEach(first::add);
            }
        }
    }

    @Test
    void nonsense_with_a_valid_checksum_does_no_harm() {
        attack(WORLDS, 1);
    }

    @Tag("fuzz")
    @Test
    void much_more_nonsense_with_a_valid_checksum_does_no_harm() {
        attack(FUZZ_WORLDS, 1_000_000);
    }

    private static void attack(int worlds, long firstSeed) {
        List<Bytes> chains =
                INSIDE.stream().map(RecordedConversation.Opened::chain).toList();
        for (long seed = firstSeed; seed < firstSeed + worlds; seed++) {
            attack(seed, new Mutations(seed, chains));
        }
    }

    private static void attack(long seed, Mutations mutations) {
        Keys keys = new Keys();
        Worlds worlds = Worlds.of(
                Worlds.empty(seed).with(() -> List.of(keys)), Policies.pair("to-b", "to-a", "a secret of two"));
        Attack.State[] states = {
            Attack.State.HALF_OPEN, Attack.State.AWAITS_AUTH, Attack.State.ESTABLISHED, Attack.State.CLOSING
        };
        Attack.State state = states[(int) (seed % states.length)];
        String when = "an insider, " + state + ", seed " + seed;
        Attack attack = new Attack(worlds, mutations);
        state.reach(worlds);
        worlds.world().run(state == Attack.State.HALF_OPEN ? 12 : 0);
        for (int i = 0; i < MESSAGES && keys.first.size() == 4; i++) {
            boolean toResponder = mutations.happens(60);
            Site target = toResponder ? worlds.b() : worlds.a();
            Site other = toResponder ? worlds.a() : worlds.b();
            Bytes message = message(keys, mutations, toResponder, worlds.world().capture());
            worlds.world().forge(other.endpoint(), target.endpoint(), message);
            worlds.world().run(mutations.below(12));
        }
        attack.expectNoHarm(when);
        attack.calmDown();
        attack.expectNoHarm(when);
        worlds.world().run(10 * 60_000);
        worlds.world().judge();
    }

    /** A request or a response under one of the next Message IDs, of any exchange, with changed payloads inside. */
    private static Bytes message(Keys keys, Mutations mutations, boolean toResponder, List<Captured> capture) {
        RecordedConversation.Opened good = INSIDE.get(mutations.below(INSIDE.size()));
        Bytes chain = mutations.octets(good.chain());
        int first = mutations.happens(90) ? good.first() : mutations.below(256);
        int padding = mutations.below(4);
        Bytes plaintext = mutations.happens(95)
                ? Bytes.concat(chain, Bytes.zeros(padding), Bytes.of(padding))
                : mutations.random(mutations.below(5));
        int exchange = 34 + mutations.below(5);
        int flags = (toResponder ? 0x08 : 0) | (mutations.happens(30) ? 0x20 : 0);
        int body = GENERIC_HEADER_OCTETS + IV_OCTETS + plaintext.length() + CHECKSUM_OCTETS;
        Bytes front = Bytes.concat(
                keys.first.get(0),
                keys.first.get(1),
                Bytes.of(SK, 0x20, exchange, flags),
                Bytes.unsigned(mutations.below(Math.max(4, capture.size())), 4),
                Bytes.unsigned(28 + body, 4),
                Bytes.of(first, 0),
                Bytes.unsigned(body, 2));
        Key key = Key.of(keys.first.get(toResponder ? 2 : 3));
        Bytes iv = mutations.random(IV_OCTETS);
        try {
            return Bytes.concat(front, iv, GCM.seal(key, iv, front, plaintext));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key log holds no key of AES-GCM", e);
        }
    }
}
