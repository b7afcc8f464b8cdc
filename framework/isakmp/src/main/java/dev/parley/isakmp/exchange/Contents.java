package dev.parley.isakmp.exchange;

import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a message holds, by the names that its table has for the places. */
public final class Contents {
    private final IsakmpMessage message;
    private final Map<String, List<Payload>> slots;

    private Contents(IsakmpMessage message, Map<String, List<Payload>> slots) {
        this.message = message;
        this.slots = slots;
    }

    static Contents of(MessageRule rule, IsakmpMessage message) {
        Map<String, List<Payload>> slots = new LinkedHashMap<>();
        for (Map.Entry<Slot, List<Payload>> each :
                rule.sort(message.payloads(), Contents::notifyType).entrySet()) {
            slots.merge(
                    each.getKey().name(), List.copyOf(each.getValue()), (some, more) -> some.isEmpty() ? more : some);
        }
        return new Contents(message, slots);
    }

    /** The message that holds it. */
    public IsakmpMessage message() {
        return message;
    }

    /** The payload at {@code slot}, which the table demands. */
    public <P extends Payload> P one(String slot, Class<P> kind) {
        return find(slot, kind).orElseThrow(() -> new IllegalArgumentException("no " + slot));
    }

    /** The first payload at {@code slot}, if it is of this kind. */
    public <P extends Payload> Optional<P> find(String slot, Class<P> kind) {
        return all(slot, kind).stream().findFirst();
    }

    /** All payloads of this kind at {@code slot}. */
    public <P extends Payload> List<P> all(String slot, Class<P> kind) {
        return slots.getOrDefault(slot, List.of()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The body of the payload at {@code slot} as it came, which the table demands. */
    public Bytes body(String slot) {
        return message.body(one(slot, Payload.class));
    }

    static OptionalInt notifyType(Payload payload) {
        return payload instanceof NotificationPayload notification
                ? OptionalInt.of(notification.notifyType())
                : OptionalInt.empty();
    }
}
