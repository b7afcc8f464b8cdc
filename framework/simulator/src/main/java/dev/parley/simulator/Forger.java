package dev.parley.simulator;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** An attacker on the path who puts datagrams of its own beside those of the sites, and can remove none. */
@FunctionalInterface
@ConsumerType
public interface Forger {
    /** Which of the two arrives first, when neither is lost. */
    enum Place {
        BEFORE,
        AFTER
    }

    /** What travels beside a datagram, in its sender's name. */
    record Forged(Bytes octets, Place place) {}

    /** What to put beside {@code original}. */
    List<Forged> beside(Captured original, RandomSource random);

    /** Puts a mutated copy beside every datagram. */
    static Forger mutating(Place place) {
        return (original, random) -> List.of(new Forged(mutated(original.octets(), random), place));
    }

    /** The same, but only beside what {@code site} sends. */
    default Forger onlyFrom(Site site) {
        return (original, random) ->
                original.from().address().equals(site.seenAs()) ? beside(original, random) : List.of();
    }

    /** {@code octets} with one to three bits turned, or now and then cut short or too long. */
    static Bytes mutated(Bytes octets, RandomSource random) {
        if (octets.isEmpty()) {
            return random.bytes(1);
        }
        long how = random.below(16);
        if (how == 0) {
            return octets.slice(0, (int) random.below(octets.length()));
        }
        if (how == 1) {
            return Bytes.concat(octets, random.bytes(1 + (int) random.below(8)));
        }
        byte[] turned = octets.toArray();
        for (long left = 1 + random.below(3); left > 0; left--) {
            turned[(int) random.below(turned.length)] ^= (byte) (1 << random.below(Byte.SIZE));
        }
        Bytes other = Bytes.copyOf(turned);
        return other.equals(octets) ? mutated(octets, random) : other;
    }
}
