package dev.parley.ikev1.sa;

import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pairs of SAs that an ISAKMP SA has made, in the order in which they came. */
public final class Children {
    private final Map<Bytes, ChildPair> pairs = new LinkedHashMap<>();

    public List<ChildPair> all() {
        return List.copyOf(pairs.values());
    }

    public int count() {
        return pairs.size();
    }

    public void add(ChildPair pair) {
        pairs.put(pair.inboundSpi(), pair);
    }

    public void remove(ChildPair pair) {
        pairs.remove(pair.inboundSpi());
    }

    /** The pair on which we receive with {@code spi}. */
    public Optional<ChildPair> receiving(Bytes spi) {
        return Optional.ofNullable(pairs.get(spi));
    }

    /** The pair on which the peer receives with {@code spi}. */
    public Optional<ChildPair> sending(Bytes spi) {
        return pairs.values().stream()
                .filter(pair -> pair.outbound().spi().equals(spi))
                .findFirst();
    }

    /** The youngest pair of this name. */
    public Optional<ChildPair> named(String child) {
        return pairs.values().stream().filter(pair -> pair.name().equals(child)).reduce((older, younger) -> younger);
    }
}
