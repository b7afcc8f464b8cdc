package dev.parley.operate.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last refusals and endings, with what a person needs to mend them. Safe for several threads. */
final class Failures {
    /** What a person reads at most; a flood of strangers' refusals pushes older ones out. */
    private static final int KEPT = 200;

    /** A wish and the event of its end arrive on two ways, this far apart at most. */
    private static final long SAME_MILLIS = 5_000;

    private record Failure(
            long wall, Optional<String> connection, Optional<String> negotiation, String text, List<String> detail) {
        /** Whether this is the same story: a wish's answer may have a few words before the event's. */
        boolean tells(String other, long at) {
            return (text.equals(other) || text.endsWith(": " + other) || other.endsWith(": " + text))
                    && Math.abs(wall - at) <= SAME_MILLIS;
        }

        /** Whether {@code next} is the same thing once more: a peer tries again and again. */
        boolean repeats(Failure next) {
            return connection.equals(next.connection) && text.equals(next.text) && detail.equals(next.detail);
        }

        Failure with(Failure later) {
            return new Failure(
                    wall,
                    connection.or(later::connection),
                    negotiation.or(later::negotiation),
                    text.length() >= later.text.length() ? text : later.text,
                    detail.size() >= later.detail.size() ? detail : later.detail);
        }
    }

    private final Deque<Failure> kept = new ArrayDeque<>();

    /**
     * Takes an event that is a refusal or an ending; {@code connection} is the negotiation's, if it came far
     * enough to say.
     */
    synchronized void happened(Observed event, Optional<String> connection) {
        NegotiationEvent what = event.event();
        Optional<String> negotiation = Optional.of(event.negotiation());
        Optional<Failure> told = kept.stream()
                .filter(one -> one.tells(what.text(), event.wall()))
                .filter(one -> one.negotiation().isEmpty() || one.negotiation().equals(negotiation))
                .findFirst();
        Optional<String> known = connection.or(() -> kept.stream()
                .filter(one -> one.negotiation().equals(negotiation))
                .flatMap(one -> one.connection().stream())
                .findFirst());
        keep(told, new Failure(event.wall(), known, negotiation, what.text(), what.detail()));
    }

    /** Takes the refusal of a wish of ours. */
    synchronized void refused(String connection, String text, List<String> detail, long wall) {
        Optional<Failure> told = kept.stream()
                .filter(one -> one.tells(text, wall))
                .filter(one ->
                        one.connection().isEmpty() || one.connection().get().equals(connection))
                .findFirst();
        keep(told, new Failure(wall, Optional.of(connection), Optional.empty(), text, detail));
    }

    /**
     * Those of {@code connection}, and those of peers that did not come far enough to say which one they want;
     * oldest first.
     */
    synchronized JsonArray json(Optional<String> connection) {
        JsonArray all = new JsonArray();
        List<Failure> those = kept.stream()
                .filter(failure -> connection.isEmpty()
                        || failure.connection().isEmpty()
                        || failure.connection().equals(connection))
                .toList();
        int times = 0;
        for (int i = 0; i < those.size(); i++) {
            times++;
            if (i + 1 == those.size() || !those.get(i).repeats(those.get(i + 1))) {
                all.add(json(those.get(i), times));
                times = 0;
            }
        }
        return all;
    }

    /** Of two that tell the same the fuller one is kept, with what the other knew. */
    private void keep(Optional<Failure> told, Failure now) {
        told.ifPresent(kept::remove);
        Failure failure = told.map(before -> before.with(now)).orElse(now);
        kept.addLast(failure);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    private static JsonObject json(Failure failure, int times) {
        JsonObject json = new JsonObject();
        json.addProperty("at", Instant.ofEpochMilli(failure.wall()).toString());
        failure.connection().ifPresent(name -> json.addProperty("connection", name));
        failure.negotiation().ifPresent(name -> json.addProperty("negotiation", name));
        json.addProperty("text", failure.text());
        json.addProperty("times", times);
        JsonArray detail = new JsonArray();
        failure.detail().forEach(detail::add);
        json.add("detail", detail);
        return json;
    }
}
