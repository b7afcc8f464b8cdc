package dev.parley.ikev2;

import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Octets that an attacker makes of good ones; the same seed gives the same. */
final class Mutations {
    private static final int[] TELLING = {0, 1, 2, 3, 4, 7, 8, 28, 33, 46, 0x7f, 0x80, 0xfe, 0xff};
    private static final int HEADER_OCTETS = 28;
    private static final int RESPONDER_SPI_AT = 8;
    private static final int EXCHANGE_AT = 18;
    private static final int FLAGS_AT = 19;
    private static final int MESSAGE_ID_AT = 20;
    private static final int LENGTH_AT = 24;

    private final SplittableRandom random;
    private final List<Bytes> corpus;

    /** @param corpus what is good; not empty */
    Mutations(long seed, List<Bytes> corpus) {
        this.random = new SplittableRandom(seed);
        this.corpus = List.copyOf(corpus);
    }

    /** Every message of the recorded conversations. */
    static List<Bytes> recorded() {
        return RecordedConversation.all().stream()
                .flatMap(conversation -> conversation.packets().stream())
                .map(RecordedConversation.Packet::octets)
                .toList();
    }

    /** The messages that two of our gateways exchange from the first to the last. */
    static List<Bytes> ours() {
        return Stream.of(1L, 2L)
                .flatMap(seed -> {
                    Worlds worlds = Worlds.seeded(seed);
                    worlds.a().establish("to-b");
                    worlds.world().runUntilQuiet();
                    worlds.b().probe("to-a");
                    worlds.world().runUntilQuiet();
                    worlds.a().delete("to-b");
                    worlds.world().runUntilQuiet();
                    return worlds.world().capture().stream().map(captured -> captured.octets());
                })
                .toList();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }

    Bytes random(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Bytes.copyOf(octets);
    }

    /** A datagram; with {@code live} SPIs it may be for a negotiation that lives, and its Length is mostly right. */
    Bytes datagram(List<Bytes> live) {
        byte[] octets = octets(corpus.get(below(corpus.size()))).toArray();
        if (octets.length < HEADER_OCTETS) {
            return Bytes.copyOf(octets);
        }
        if (!live.isEmpty() && happens(80)) {
            live.get(below(live.size())).copyTo(octets, 0);
        }
        if (!live.isEmpty() && happens(60)) {
            live.get(below(live.size())).copyTo(octets, RESPONDER_SPI_AT);
        }
        if (happens(20)) {
            Arrays.fill(octets, RESPONDER_SPI_AT, EXCHANGE_AT - 2, (byte) 0);
        }
        if (happens(30)) {
            octets[EXCHANGE_AT] = (byte) (34 + below(5));
        }
        if (happens(40)) {
            octets[FLAGS_AT] = (byte) (below(8) << 3);
        }
        if (happens(50)) {
            Bytes.unsigned(below(4), 4).copyTo(octets, MESSAGE_ID_AT);
        }
        if (happens(90)) {
            Bytes.unsigned(octets.length, 4).copyTo(octets, LENGTH_AT);
        }
        return Bytes.copyOf(octets);
    }

    /** {@code good} with none to four things changed. */
    Bytes octets(Bytes good) {
        Bytes octets = good;
        for (int changes = below(5); changes > 0 && !octets.isEmpty(); changes--) {
            octets = changed(octets);
        }
        return octets;
    }

    private Bytes changed(Bytes octets) {
        int at = below(octets.length());
        return switch (below(8)) {
            case 0 -> with(octets, at, octets.at(at) ^ 1 << below(8));
            case 1 -> with(octets, at, below(256));
            case 2 -> with(octets, at, TELLING[below(TELLING.length)]);
            case 3 -> octets.slice(0, at);
            case 4 -> Bytes.concat(octets, random(1 + below(40)));
            case 5 -> Bytes.concat(octets.slice(0, at), random(1 + below(8)), octets.from(at));
            case 6 -> Bytes.concat(octets.slice(0, at), octets.from(Math.min(octets.length(), at + 1 + below(16))));
            default -> spliced(octets, at);
        };
    }

    private Bytes spliced(Bytes octets, int at) {
        Bytes other = corpus.get(below(corpus.size()));
        int from = below(other.length() + 1);
        return Bytes.concat(octets.slice(0, at), other.from(from));
    }

    private static Bytes with(Bytes octets, int at, int value) {
        return Bytes.concat(octets.slice(0, at), Bytes.of(value), octets.from(at + 1));
    }

    /** {@code good} cut before each of its octets. */
    static List<Bytes> truncated(Bytes good) {
        List<Bytes> cut = new ArrayList<>();
        for (int length = 0; length < good.length(); length++) {
            cut.add(good.slice(0, length));
        }
        return cut;
    }
}
