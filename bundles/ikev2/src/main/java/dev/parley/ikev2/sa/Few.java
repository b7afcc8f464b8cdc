package dev.parley.ikev2.sa;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Short lists that are replaced, not changed: empty ones take no room. An IKE SA is at rest most of its life, and there are thousands
 * of them.
 */
public final class Few {
    private Few() {}

    public static <T> List<T> with(List<T> some, T more) {
        if (some.isEmpty()) {
            return List.of(more);
        }
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }

    /** {@code some} but for the first that equals {@code one}. */
    public static <T> List<T> minus(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.remove(one);
        return List.copyOf(all);
    }

    public static <T> List<T> without(List<T> some, Predicate<T> unwanted) {
        List<T> left = new ArrayList<>(some);
        return left.removeIf(unwanted) ? List.copyOf(left) : some;
    }
}
