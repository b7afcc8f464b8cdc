package dev.parley.isakmp.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * A place in a message: which payload, how often, and its name in the RFC ({@code SAi1}, {@code Ni}), which is what
 * transcripts print.
 */
public final class Slot {
    private final List<PayloadType> types;
    private final OptionalInt notifyType;
    private final String name;
    private final int min;
    private final int max;

    private Slot(List<PayloadType> types, OptionalInt notifyType, String name, int min, int max) {
        this.types = types;
        this.notifyType = notifyType;
        this.name = name;
        this.min = min;
        this.max = max;
    }

    /** Exactly one. */
    public static Slot one(PayloadType type, String name) {
        return new Slot(List.of(type), OptionalInt.empty(), name, 1, 1);
    }

    /** Exactly one, of either type: what a specification leaves to who uses it, as RFC 2408 does with AUTH (section 4.1.1). */
    public static Slot either(PayloadType one, PayloadType other, String name) {
        return new Slot(List.of(one, other), OptionalInt.empty(), name, 1, 1);
    }

    /** The same slot, for a notification of one type only. */
    public Slot notifying(int type) {
        return new Slot(types, OptionalInt.of(type), name, min, max);
    }

    /** The same slot, which may stay empty. */
    public Slot optional() {
        return new Slot(types, notifyType, name, 0, max);
    }

    /** The same slot, filled up to {@code most} times. */
    public Slot upTo(int most) {
        return new Slot(types, notifyType, name, min, most);
    }

    /** The type of what belongs here, the first if there is a choice. */
    public PayloadType type() {
        return types.get(0);
    }

    /** Whether payloads of {@code type} belong here. */
    public boolean takes(PayloadType type) {
        return types.contains(type);
    }

    /** Set if only notifications of this type belong here. */
    public OptionalInt notifyType() {
        return notifyType;
    }

    public String name() {
        return name;
    }

    public int min() {
        return min;
    }

    public int max() {
        return max;
    }
}
