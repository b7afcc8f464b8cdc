package dev.parley.operate.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
        boolean tells(String other, long at) {
            return text.equals(other) && Math.abs(wall - at) <= SAME_MILLIS;
        }
    }

    private final Deque<Failure> kept = new ArrayDeque<>();

    /** Takes an event that is a refusal or an ending; {@code connection} is the negotiation's, if it came far enough to say. */
    synchronized void happened(Observed event, Optional<String> connection) {
        NegotiationEvent what = event.event();
        Optional<Failure> wish = kept.stream()
                .filter(one -> one.negotiation().isEmpty() && one.tells(what.text(), event.wall()))
                .findFirst();
        wish.ifPresent(kept::remove);
        keep(new Failure(
                event.wall(),
                wish.flatMap(Failure::connection).or(() -> connection),
                Optional.of(event.negotiation()),
                what.text(),
                what.detail()));
    }

    /** Takes the refusal of a wish of ours. */
    synchronized void refused(String connection, Refusal refusal, long wall) {
        Optional<Failure> event = kept.stream()
                .filter(one -> one.connection().isEmpty() && one.tells(refusal.getMessage(), wall))
                .findFirst();
        event.ifPresent(kept::remove);
        keep(new Failure(
                wall,
                Optional.of(connection),
                event.flatMap(Failure::negotiation),
                refusal.getMessage(),
                refusal.detail().isEmpty() ? event.map(Failure::detail).orElse(List.of()) : refusal.detail()));
    }

    /** Those of {@code connection}, and those of peers that did not come far enough to say which one they want; oldest first. */
    synchronized JsonArray json(Optional<String> connection) {
        JsonArray all = new JsonArray();
        for (Failure failure : new ArrayList<>(kept)) {
            if (connection.isEmpty()
                    || failure.connection().isEmpty()
                    || failure.connection().equals(connection)) {
                all.add(json(failure));
            }
        }
        return all;
    }

    private void keep(Failure failure) {
        kept.addLast(failure);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    private static JsonObject json(Failure failure) {
        JsonObject json = new JsonObject();
        json.addProperty("at", Instant.ofEpochMilli(failure.wall()).toString());
        failure.connection().ifPresent(name -> json.addProperty("connection", name));
        failure.negotiation().ifPresent(name -> json.addProperty("negotiation", name));
        json.addProperty("text", failure.text());
        JsonArray detail = new JsonArray();
        failure.detail().forEach(detail::add);
        json.add("detail", detail);
        return json;
    }
}
