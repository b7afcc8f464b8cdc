package dev.parley.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which bundle's extension is used where several have one key: the first that came, for as long as the engine lives, wherever it
 * is meanwhile; or another that a person prefers, while that is there. So no bundle that is dropped in takes the place of one
 * that is being updated.
 */
final class Incumbents {
    private final Map<Place, String> first = new HashMap<>();
    private final Map<Place, String> preferred = new HashMap<>();

    /** A key of a point. */
    record Place(String point, String key) {}

    /** {@code bundle} has {@code place} from now on, unless another has it already. */
    void arrived(Place place, String bundle) {
        first.putIfAbsent(place, bundle);
    }

    void prefer(Place place, String bundle) {
        preferred.put(place, bundle);
    }

    /** A person does not prefer {@code bundle} any more. */
    void forget(Place place, String bundle) {
        preferred.remove(place, bundle);
    }

    /** The bundle that a person prefers. */
    Optional<String> preferred(Place place) {
        return Optional.ofNullable(preferred.get(place));
    }

    /** The bundle that was first. */
    Optional<String> first(Place place) {
        return Optional.ofNullable(first.get(place));
    }
}
