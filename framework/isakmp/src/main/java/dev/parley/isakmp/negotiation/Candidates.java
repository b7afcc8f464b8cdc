package dev.parley.isakmp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Until one is authenticated, every acceptable answer might be the real one and none may win just by being first (RFC 7296
 * section 2.4): each becomes a candidate, and the first that proves itself drops the others.
 *
 * @param <C> what is kept for each: an SA and its exchange
 */
public final class Candidates<C> {
    private final int cap;
    private List<C> alive = List.of();

    /** Holds at most {@code cap}; later ones are not admitted. */
    public Candidates(int cap) {
        this.cap = cap;
    }

    /** Whether {@code candidate} was admitted. */
    public boolean admit(C candidate) {
        if (alive.size() >= cap) {
            return false;
        }
        List<C> more = new ArrayList<>(alive);
        more.add(candidate);
        alive = List.copyOf(more);
        return true;
    }

    /** Those that there are now, in order of arrival. */
    public List<C> alive() {
        return alive;
    }

    /** Whether one of them is like that. */
    public boolean any(Predicate<C> wanted) {
        for (C one : alive) {
            if (wanted.test(one)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is none that is not like that. */
    public boolean all(Predicate<C> wanted) {
        return !any(wanted.negate());
    }

    public boolean isEmpty() {
        return alive.isEmpty();
    }

    public void drop(C candidate) {
        dropIf(candidate::equals);
    }

    /** Drops and returns all that {@code doomed} holds for. */
    public List<C> dropIf(Predicate<C> doomed) {
        if (!any(doomed)) {
            return List.of();
        }
        List<C> dropped = alive.stream().filter(doomed).toList();
        alive = alive.stream().filter(one -> !dropped.contains(one)).toList();
        return dropped;
    }
}
