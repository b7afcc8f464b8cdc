package dev.parley.isakmp.message;

import dev.parley.isakmp.conversation.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The composition of one message, as a table: payload order on the way out, counts on the way in. Order on the way in is
 * not validated (RFC 7296 section 2.5).
 */
public final class MessageRule {
    /** Whether the payloads travel in the clear. */
    public enum Protection {
        CLEAR,
        ENCRYPTED,
        /** As the sender likes, or as what went before allows. */
        EITHER;

        /** Whether a message may come this way. */
        public boolean allows(boolean encrypted) {
            return this == EITHER || encrypted == (this == ENCRYPTED);
        }
    }

    private final int exchange;
    private final int number;
    private final Role sender;
    private final Protection protection;
    private final String variant;
    private final List<Slot> slots;

    private MessageRule(
            int exchange, int number, Role sender, Protection protection, String variant, List<Slot> slots) {
        this.exchange = exchange;
        this.number = number;
        this.sender = sender;
        this.protection = protection;
        this.variant = variant;
        this.slots = List.copyOf(slots);
    }

    /**
     * @param number the message's place in its exchange, from 1
     * @param sender who sends it, counted from who began the exchange
     * @param variant a name for this form of the message, empty for the usual one
     */
    public static MessageRule of(
            int exchange, int number, Role sender, Protection protection, String variant, List<Slot> slots) {
        return new MessageRule(exchange, number, sender, protection, variant, slots);
    }

    /**
     * The same with {@code others}, none too, in the place of the slot called {@code name}.
     *
     * @throws IllegalArgumentException there is no such slot
     */
    public MessageRule replace(String name, List<Slot> others) {
        List<Slot> all = new ArrayList<>();
        slots.forEach(slot -> all.addAll(slot.name().equals(name) ? others : List.of(slot)));
        if (slots.stream().noneMatch(slot -> slot.name().equals(name))) {
            throw new IllegalArgumentException("message " + number + " of exchange " + exchange + " has no " + name);
        }
        return new MessageRule(exchange, number, sender, protection, variant, all);
    }

    /** The same with {@code more} behind the others. */
    public MessageRule append(Slot... more) {
        List<Slot> all = new ArrayList<>(slots);
        all.addAll(List.of(more));
        return new MessageRule(exchange, number, sender, protection, variant, all);
    }

    /** The same, protected that way. */
    public MessageRule protect(Protection how) {
        return new MessageRule(exchange, number, sender, how, variant, slots);
    }

    public int exchange() {
        return exchange;
    }

    public int number() {
        return number;
    }

    public Role sender() {
        return sender;
    }

    public Protection protection() {
        return protection;
    }

    public String variant() {
        return variant;
    }

    public List<Slot> slots() {
        return slots;
    }

    /**
     * Sorts payloads into their slots, in order of arrival; those without a slot come under none. {@code notifyType} reads a
     * notification's type, or nothing for another payload. A notification whose type has a slot of its own goes nowhere else.
     */
    public Map<Slot, List<Payload>> sort(List<Payload> payloads, NotifyTypes notifyType) {
        Map<Slot, List<Payload>> sorted = new LinkedHashMap<>();
        slots.forEach(slot -> sorted.put(slot, new ArrayList<>()));
        int[] places = places(payloads, notifyType);
        for (int i = 0; i < places.length; i++) {
            if (places[i] != NOWHERE) {
                sorted.get(slots.get(places[i])).add(payloads.get(i));
            }
        }
        return sorted;
    }

    /** The first slot with too few or too many payloads, in words; empty if the counts are right. */
    public Optional<String> violation(List<Payload> payloads, NotifyTypes notifyType) {
        int[] places = places(payloads, notifyType);
        int[] counts = counts(places);
        for (int i = 0; i < counts.length; i++) {
            Slot slot = slots.get(i);
            if (counts[i] < slot.min()) {
                return Optional.of(
                        counts[i] == 0
                                ? slot.name() + " is missing"
                                : slot.name() + " comes only " + counts[i] + " times");
            }
        }
        return isAnyLeftOver(payloads, places, notifyType) ? tooMany(payloads, notifyType) : Optional.empty();
    }

    /** Whether there was no room for a payload that has slots. */
    private boolean isAnyLeftOver(List<Payload> payloads, int[] places, NotifyTypes notifyType) {
        int[] unfilled = new int[slots.size()];
        for (int i = 0; i < places.length; i++) {
            Payload payload = payloads.get(i);
            if (places[i] == NOWHERE && place(payload, notifyType.of(payload), unfilled) != NOWHERE) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> tooMany(List<Payload> payloads, NotifyTypes notifyType) {
        for (Slot slot : slots) {
            long count = payloads.stream()
                    .filter(payload -> fits(slot, payload, notifyType.of(payload)))
                    .count();
            long room = slots.stream()
                    .filter(other -> same(other, slot))
                    .mapToLong(Slot::max)
                    .sum();
            if (count > room) {
                return Optional.of(slot.name() + " comes " + count + " times, " + room + " is the most");
            }
        }
        return Optional.empty();
    }

    /** The payloads in the order of the table; those without a slot go last. */
    public List<Payload> order(List<Payload> payloads, NotifyTypes notifyType) {
        int[] places = places(payloads, notifyType);
        List<Payload> ordered = new ArrayList<>(places.length);
        for (int slot = 0; slot < slots.size(); slot++) {
            collect(payloads, places, slot, ordered);
        }
        collect(payloads, places, NOWHERE, ordered);
        return ordered;
    }

    private static void collect(List<Payload> payloads, int[] places, int wanted, List<Payload> into) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == wanted) {
                into.add(payloads.get(i));
            }
        }
    }

    /** Reads a notification's type, or nothing for any other payload. */
    @FunctionalInterface
    public interface NotifyTypes {
        OptionalInt of(Payload payload);
    }

    /** For each payload the number of the first slot for it that has room, or {@link #NOWHERE}. */
    private int[] places(List<Payload> payloads, NotifyTypes notifyType) {
        int[] places = new int[payloads.size()];
        int[] filled = new int[slots.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(payloads.get(i), notifyType.of(payloads.get(i)), filled);
            if (places[i] != NOWHERE) {
                filled[places[i]]++;
            }
        }
        return places;
    }

    private int place(Payload payload, OptionalInt notifyType, int[] filled) {
        for (int i = 0; i < filled.length; i++) {
            if (filled[i] < slots.get(i).max() && fits(slots.get(i), payload, notifyType)) {
                return i;
            }
        }
        return NOWHERE;
    }

    private int[] counts(int[] places) {
        int[] counts = new int[slots.size()];
        for (int place : places) {
            if (place != NOWHERE) {
                counts[place]++;
            }
        }
        return counts;
    }

    private boolean fits(Slot slot, Payload payload, OptionalInt notifyType) {
        if (!slot.takes(payload.type())) {
            return false;
        }
        return slot.notifyType().isPresent()
                ? slot.notifyType().equals(notifyType)
                : notifyType.isEmpty() || !hasSlot(notifyType);
    }

    private boolean hasSlot(OptionalInt notifyType) {
        return slots.stream().anyMatch(slot -> slot.notifyType().equals(notifyType));
    }

    private static boolean same(Slot one, Slot other) {
        return one.type().equals(other.type()) && one.notifyType().equals(other.notifyType());
    }

    private static final int NOWHERE = -1;
}
