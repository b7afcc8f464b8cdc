package dev.parley.engine;

import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.sa.SecurityAssociation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway has installed, and whose it is. Of an owner that has ended some SAs may stay: nobody but the host looks after
 * them then.
 */
final class Inventory {
    private final Map<SaName, Item> items = new LinkedHashMap<>();
    private final Map<Long, Set<SaName>> owned = new HashMap<>();
    private final Map<String, Set<SaName>> orphans = new HashMap<>();

    /**
     * An SA.
     *
     * @param owner the number of the lane that had it installed
     * @param since when, in monotonic milliseconds
     */
    record Item(Effect.Placed placed, long owner, long since) {
        SecurityAssociation sa() {
            return placed.sa();
        }
    }

    Optional<Item> find(SaName name) {
        return Optional.ofNullable(items.get(name));
    }

    /** All, in the order in which they were installed. */
    List<Item> all() {
        return List.copyOf(items.values());
    }

    /** What {@code owner} has. */
    List<Item> of(long owner) {
        return items(owned.getOrDefault(owner, Set.of()));
    }

    void put(Item item) {
        SaName name = SaName.of(item.sa());
        items.put(name, item);
        owned.computeIfAbsent(item.owner(), fresh -> new LinkedHashSet<>()).add(name);
    }

    void remove(SaName name) {
        Optional.ofNullable(items.remove(name)).ifPresent(gone -> {
            drop(owned, gone.owner(), name);
            drop(orphans, gone.sa().connection(), name);
        });
    }

    /** {@code owner} has ended only because its protocol has left: whoever comes for the same connection replaces what it had. */
    void orphan(long owner) {
        for (Item item : of(owner)) {
            if (!item.sa().connection().isEmpty()) {
                orphans.computeIfAbsent(item.sa().connection(), fresh -> new LinkedHashSet<>())
                        .add(SaName.of(item.sa()));
            }
        }
    }

    /** What was orphaned of {@code connection}. */
    List<Item> orphans(String connection) {
        return items(orphans.getOrDefault(connection, Set.of()));
    }

    /** {@code item} and the one that goes the other way. */
    List<Item> pair(Item item) {
        List<Item> pair = new ArrayList<>(List.of(item));
        of(item.owner()).stream()
                .filter(other -> other.sa().protocol().equals(item.sa().protocol()))
                .filter(other -> item.sa().mate().equals(Optional.of(other.sa().spi())))
                .findFirst()
                .ifPresent(pair::add);
        return pair;
    }

    private List<Item> items(Collection<SaName> names) {
        return names.stream().map(items::get).toList();
    }

    private static <K> void drop(Map<K, Set<SaName>> from, K key, SaName name) {
        from.computeIfPresent(key, (same, names) -> names.remove(name) && names.isEmpty() ? null : names);
    }
}
