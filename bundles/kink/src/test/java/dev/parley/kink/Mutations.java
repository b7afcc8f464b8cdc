package dev.parley.kink;

import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Octets that an attacker makes of good ones; the same seed gives the same. */
public final class Mutations {
    private static final int[] TELLING = {0, 1, 2, 3, 4, 6, 7, 8, 10, 11, 12, 16, 0x30, 0x7f, 0x80, 0x82, 0xa0, 0xff};
    private static final int HEADER_OCTETS = 16;
    private static final int LENGTH_AT = 2;
    private static final int XID_AT = 8;
    private static final int TYPES = 6;

    private final SplittableRandom random;
    private final List<Bytes> corpus;

    /** @param corpus what is good; not empty */
    public Mutations(long seed, List<Bytes> corpus) {
        this.random = new SplittableRandom(seed);
        this.corpus = List.copyOf(corpus);
    }

    /** Every message of the recorded conversations. */
    public static List<Bytes> recorded() {
        return RecordedExchange.all().stream()
                .flatMap(exchange -> exchange.messages().stream())
                .map(spoken -> spoken.octets("datagram"))
                .toList();
    }

    /** The messages that two of our gateways exchange from the first to the last. */
    static List<Bytes> ours() {
        return Stream.of("no", "yes")
                .flatMap(nonce -> {
                    Worlds worlds = Worlds.of(1, Worlds.policies().setting("kink.responder-nonce", nonce));
                    worlds.a().establish("to-b");
                    worlds.settle();
                    worlds.b().probe("to-a");
                    worlds.settle();
                    worlds.a().delete("to-b");
                    worlds.settle();
                    return worlds.world().capture().stream().map(captured -> captured.octets());
                })
                .toList();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }

    public Bytes random(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Bytes.copyOf(octets);
    }

    public Bytes good() {
        return corpus.get(below(corpus.size()));
    }

    /** A datagram; with {@code live} XIDs it may be for a transaction that runs, and its Length is mostly right. */
    Bytes datagram(List<Bytes> live) {
        byte[] octets = octets(good()).toArray();
        if (octets.length < HEADER_OCTETS) {
            return Bytes.copyOf(octets);
        }
        if (!live.isEmpty() && happens(70)) {
            live.get(below(live.size())).copyTo(octets, XID_AT);
        }
        if (happens(30)) {
            octets[0] = (byte) below(TYPES + 2);
        }
        if (happens(20)) {
            octets[HEADER_OCTETS - 2] = 0;
            octets[HEADER_OCTETS - 1] = 0;
        }
        if (happens(90)) {
            Bytes.unsigned(Math.min(octets.length, 0xffff), 2).copyTo(octets, LENGTH_AT);
        }
        return Bytes.copyOf(octets);
    }

    /** {@code good} with none to four things changed. */
    public Bytes octets(Bytes good) {
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
        Bytes other = good();
        return Bytes.concat(octets.slice(0, at), other.from(below(other.length() + 1)));
    }

    private static Bytes with(Bytes octets, int at, int value) {
        return Bytes.concat(octets.slice(0, at), Bytes.of(value), octets.from(at + 1));
    }
}
