package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** An immutable catalog: for each point who is in use, in order, and who is shadowed. */
final class Snapshot implements Catalog {
    static final Snapshot EMPTY = new Snapshot(Map.of());

    private final Map<Class<?>, Shelf> shelves;
    private final Map<Object, Object> derived = new ConcurrentHashMap<>();

    /** The leases in use at a point, in order and by key, and the shadowed ones by key. */
    private record Shelf(List<Extension> inUse, Map<String, Extension> byKey, Map<String, List<Extension>> shadowed) {
        static Shelf empty() {
            return new Shelf(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    private Snapshot(Map<Class<?>, Shelf> shelves) {
        this.shelves = shelves;
    }

    /** @param offers what is there, in order, each with whether it is in use */
    static Snapshot of(List<Offer> offers) {
        Map<Class<?>, Shelf> shelves = new LinkedHashMap<>();
        for (Offer offer : offers) {
            Shelf shelf = shelves.computeIfAbsent(offer.point(), point -> Shelf.empty());
            if (offer.inUse()) {
                shelf.inUse().add(offer.lent());
                shelf.byKey().putIfAbsent(offer.lent().key(), offer.lent());
            } else {
                shelf.shadowed()
                        .computeIfAbsent(offer.lent().key(), key -> new ArrayList<>())
                        .add(offer.lent());
            }
        }
        return new Snapshot(shelves);
    }

    /** An extension at a point. */
    record Offer(Class<?> point, Extension lent, boolean inUse) {}

    /** Everything in use, point by point. */
    List<Extension> inUse() {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.inUse().stream())
                .toList();
    }

    @Override
    public <E extends Extension> List<E> all(Class<E> point) {
        return typed(point, shelf(point).inUse());
    }

    @Override
    public <E extends Extension> Optional<E> find(Class<E> point, String key) {
        return Optional.ofNullable(shelf(point).byKey().get(key)).map(point::cast);
    }

    @Override
    public <E extends Extension> List<E> twins(Class<E> point, String key) {
        return typed(point, shelf(point).shadowed().getOrDefault(key, List.of()));
    }

    @Override
    public <T> T derived(Object key, Function<Catalog, T> make) {
        @SuppressWarnings("unchecked") // it is what the same user has made under a key of his own
        T known = (T) derived.get(key);
        if (known != null) {
            return known;
        }
        T made = make.apply(this);
        if (derived.size() < MOST_DERIVED) {
            derived.putIfAbsent(key, made);
        }
        return made;
    }

    private Shelf shelf(Class<?> point) {
        return shelves.getOrDefault(point, NOTHING);
    }

    private static <E> List<E> typed(Class<E> point, List<Extension> extensions) {
        @SuppressWarnings("unchecked") // what is on a point's shelf was cast to it when it was lent
        List<E> typed = (List<E>) extensions;
        return Collections.unmodifiableList(typed);
    }

    private static final Shelf NOTHING = new Shelf(List.of(), Map.of(), Map.of());

    /** More than one for each of a large configuration's suites; a plug-in whose keys never come again must not fill the heap. */
    private static final int MOST_DERIVED = 1_000;
}
