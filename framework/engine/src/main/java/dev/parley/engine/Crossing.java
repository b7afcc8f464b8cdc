package dev.parley.engine;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which negotiation of a connection stays when both ends began one at the same time. RFC 7296 section 2.8 has a rule for rekeying
 * alone: what both ends know decides, and the lesser goes. So here, with one care more: one is ended only in favour of a greater one
 * that has answered since. Whatever either end missed, the greatest that lives is ended by nobody.
 */
final class Crossing {
    private final Map<Long, Line> ours = new LinkedHashMap<>();
    private final Map<Long, Line> theirs = new LinkedHashMap<>();

    /** A negotiation whose peer has shown a key. */
    private record Line(ConnectionInput.Proven told) {
        boolean crosses(Line other) {
            return told.peer().equals(other.told.peer())
                    && Math.abs(told.begun() - other.told.begun()) <= WINDOW_MILLIS
                    && !told.common().equals(other.told.common());
        }

        Bytes common() {
            return told.common();
        }
    }

    /** Takes note of one; a protocol that has nothing in {@code common} sees to its crossings itself. */
    void add(ConnectionInput.Proven told) {
        if (!told.common().isEmpty()) {
            (told.role() == Role.INITIATOR ? ours : theirs).put(told.lane(), new Line(told));
        }
    }

    /** Forgets one; the connection is at home at another. */
    void remove(long lane, List<ConnectionEffect> out) {
        if (ours.remove(lane) != null || theirs.remove(lane) != null) {
            Stream.of(ours, theirs)
                    .flatMap(lines -> lines.keySet().stream())
                    .findFirst()
                    .ifPresent(left -> out.add(new ConnectionEffect.Home(left)));
        }
    }

    /** If there are several, waits: the end that began what has to go ends it, the other end only if that does not happen. */
    void watch(List<ConnectionEffect> out) {
        List<Line> crossing = crossing();
        if (!crossing.isEmpty()) {
            boolean own = crossing.stream().skip(1).anyMatch(line -> line.told().role() == Role.INITIATOR);
            out.add(new ConnectionEffect.StartTimer(TIMER, own ? OWN_MILLIS : OTHERS_MILLIS));
        }
    }

    /** The wait is over: asks the one that stays whether it lives. */
    void ask(List<ConnectionEffect> out) {
        crossing().stream()
                .findFirst()
                .ifPresent(stays -> out.add(new ConnectionEffect.Ask(
                        Verb.PROBE, Optional.of(stays.told().lane()))));
    }

    /** It has answered, or it is silent and will end by itself. */
    void answered(long lane, Optional<Refusal> silent, List<ConnectionEffect> out) {
        List<Line> crossing = crossing();
        if (silent.isPresent() || crossing.isEmpty() || crossing.get(0).told().lane() != lane) {
            watch(out);
            return;
        }
        out.add(new ConnectionEffect.Home(lane));
        out.add(new ConnectionEffect.Note("crossing", "both ends began it at the same time: one negotiation stays"));
        crossing.stream()
                .skip(1)
                .forEach(goes -> out.add(new ConnectionEffect.Ask(
                        Verb.DELETE, Optional.of(goes.told().lane()))));
    }

    /** Those that cross one of ours, the one that stays first; a connection that only peers begin may have thousands. */
    private List<Line> crossing() {
        Set<Line> crossing = new LinkedHashSet<>();
        for (Line one : ours.values()) {
            theirs.values().stream().filter(one::crosses).forEach(other -> {
                crossing.add(one);
                crossing.add(other);
            });
        }
        List<Line> inOrder = crossing.stream()
                .sorted(Comparator.comparing(Line::common).reversed())
                .toList();
        return inOrder.stream()
                .filter(one -> one.told().peer().equals(inOrder.get(0).told().peer()))
                .toList();
    }

    /** The name of its timer. */
    static final String TIMER = "crossing";

    /** Longer than two that cross can take for their first messages; what began later was meant to be another. */
    private static final long WINDOW_MILLIS = 180_000;

    /** A peer with a rule of its own has ended one by then. */
    private static final long OWN_MILLIS = 1_000;

    /** Several times what the other end waits. */
    private static final long OTHERS_MILLIS = 10_000;
}
