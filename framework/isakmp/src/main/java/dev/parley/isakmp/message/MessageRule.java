package dev.parley.isakmp.message;

import dev.parley.isakmp.conversation.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The composition of one message, as a table: payload order on the way out, counts on the way in. Order on the way in is
 * not validated (RFC 7296 section 2.5).
 */
public final class MessageRule {
    /** Whether the payloads travel in the clear. */
    public enum Protection {
        CLEAR,
        ENCRYPTED
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
        return sort(payloads, notifyType, payload -> {});
    }

    private Map<Slot, List<Payload>> sort(
            List<Payload> payloads, NotifyTypes notifyType, Consumer<Payload> withoutSlot) {
        Map<Slot, List<Payload>> sorted = new LinkedHashMap<>();
        slots.forEach(slot -> sorted.put(slot, new ArrayList<>()));
        for (Payload payload : payloads) {
            slot(payload, notifyType, sorted)
                    .ifPresentOrElse(slot -> sorted.get(slot).add(payload), () -> withoutSlot.accept(payload));
        }
        return sorted;
    }

    /** The first slot with too few or too many payloads, in words; empty if the counts are right. */
    public Optional<String> violation(List<Payload> payloads, NotifyTypes notifyType) {
        for (Map.Entry<Slot, List<Payload>> entry : sort(payloads, notifyType).entrySet()) {
            Slot slot = entry.getKey();
            int count = entry.getValue().size();
            if (count < slot.min()) {
                return Optional.of(
                        count == 0 ? slot.name() + " is missing" : slot.name() + " comes only " + count + " times");
            }
        }
        for (Slot slot : slots) {
            long count = payloads.stream()
                    .filter(payload -> fits(slot, payload, notifyType))
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
        List<Payload> ordered = new ArrayList<>();
        List<Payload> last = new ArrayList<>();
        sort(payloads, notifyType, last::add).values().forEach(ordered::addAll);
        ordered.addAll(last);
        return ordered;
    }

    /** Reads a notification's type, or nothing for any other payload. */
    @FunctionalInterface
    public interface NotifyTypes {
        OptionalInt of(Payload payload);
    }

    /** The slot of {@code payload} given what is sorted already: the first with room. */
    private Optional<Slot> slot(Payload payload, NotifyTypes notifyType, Map<Slot, List<Payload>> sorted) {
        return slots.stream()
                .filter(slot ->
                        fits(slot, payload, notifyType) && sorted.get(slot).size() < slot.max())
                .findFirst();
    }

    private boolean fits(Slot slot, Payload payload, NotifyTypes notifyType) {
        if (!slot.type().equals(payload.type())) {
            return false;
        }
        OptionalInt own = notifyType.of(payload);
        return slot.notifyType().isPresent() ? slot.notifyType().equals(own) : own.isEmpty() || !hasSlot(own);
    }

    private boolean hasSlot(OptionalInt notifyType) {
        return slots.stream().anyMatch(slot -> slot.notifyType().equals(notifyType));
    }

    private static boolean same(Slot one, Slot other) {
        return one.type().equals(other.type()) && one.notifyType().equals(other.notifyType());
    }
}
