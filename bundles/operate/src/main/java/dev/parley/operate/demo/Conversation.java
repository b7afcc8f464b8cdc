package dev.parley.operate.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.operate.view.SequenceChart;
import dev.parley.operate.view.SequenceChart.From;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Draws what two gateways say to each other, in the order in which they say it: each gateway's events come on a queue
 * of its
 * own, and a question and its answer alternate (RFC 7296 section 2.2, RFC 2408 section 5.1), but for what nobody answers. Safe for
 * several threads.
 */
final class Conversation implements Observer {
    /** What is awaited is on its way; a machine that is slower than this shows less. */
    private static final long SECONDS = 2;

    /** Not everything that is awaited is announced by an event. */
    private static final long LOOK_MILLIS = 10;

    private final Map<String, From> sides;
    private final Consumer<String> out;
    private final SequenceChart chart = new SequenceChart();
    private final Map<From, Queue<String>> waiting =
            Map.of(From.LEFT, new ArrayDeque<>(), From.RIGHT, new ArrayDeque<>());
    private final JsonArray messages = new JsonArray();
    private final List<String> troubles = new ArrayList<>();
    private From next = From.LEFT;

    /** @param left the name of the gateway that begins */
    Conversation(String left, String right, Consumer<String> out) {
        this.sides = Map.of(left, From.LEFT, right, From.RIGHT);
        this.out = out;
    }

    @Override
    public String key() {
        return "dev.parley.operate.demo";
    }

    @Override
    public synchronized void on(Observed observed) {
        NegotiationEvent event = observed.event();
        if (!sides.containsKey(observed.gateway())) {
            return;
        }
        if (event.kind() == NegotiationEvent.Kind.SENT) {
            waiting.get(sides.get(observed.gateway())).add(event.text());
            draw();
        } else if (event.kind() == NegotiationEvent.Kind.REFUSED) {
            troubles.add(observed.gateway() + ": " + event.text());
            event.detail().forEach(line -> troubles.add("  " + line));
        }
        notifyAll();
    }

    /**
     * The gateway that begins speaks next, whoever spoke last.
     *
     * @return how many messages are drawn
     */
    synchronized int anew() {
        next = From.LEFT;
        return messages.size();
    }

    /** Waits until {@code count} messages are drawn, a short time at most: they are on their way already. */
    void await(int count) throws InterruptedException {
        await(() -> {
            boolean said = messages.size()
                            + waiting.values().stream().mapToInt(Queue::size).sum()
                    >= count;
            while (said && messages.size() < count) {
                // all is said, and one side has spoken twice
                next = waiting.get(next).isEmpty() ? other(next) : next;
                draw();
            }
            return messages.size() >= count;
        });
    }

    /** Waits until {@code there}, a short time at most. */
    synchronized void await(BooleanSupplier there) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (long left = 1; !there.getAsBoolean() && left > 0; left = end - System.nanoTime()) {
            TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
        }
    }

    /** The messages that were drawn. */
    synchronized JsonArray messages() {
        return messages.deepCopy();
    }

    /** What was refused, with all there is to say. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    private void draw() {
        while (!waiting.get(next).isEmpty()) {
            String text = waiting.get(next).remove();
            chart.message(next, text).forEach(out);
            JsonObject message = new JsonObject();
            From from = next;
            sides.forEach((name, side) -> {
                if (side == from) {
                    message.addProperty("from", name);
                }
            });
            message.addProperty("text", text);
            messages.add(message);
            next = other(next);
        }
    }

    private static From other(From side) {
        return side == From.LEFT ? From.RIGHT : From.LEFT;
    }
}
