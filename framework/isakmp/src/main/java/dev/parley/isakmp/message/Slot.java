package dev.parley.isakmp.message;

import java.util.OptionalInt;

/**
 * A place in a message: which payload, how often, and its name in the RFC ({@code SAi1}, {@code Ni}), which is what
 * transcripts print.
 */
public final class Slot {
    private final PayloadType type;
    private final OptionalInt notifyType;
    private final String name;
    private final int min;
    private final int max;

    private Slot(PayloadType type, OptionalInt notifyType, String name, int min, int max) {
        this.type = type;
        this.notifyType = notifyType;
        this.name = name;
        this.min = min;
        this.max = max;
    }

    /** Exactly one. */
    public static Slot one(PayloadType type, String name) {
        return new Slot(type, OptionalInt.empty(), name, 1, 1);
    }

    /** The same slot, for a notification of one type only. */
    public Slot notifying(int type) {
        return new Slot(this.type, OptionalInt.of(type), name, min, max);
    }

    /** The same slot, which may stay empty. */
    public Slot optional() {
        return new Slot(type, notifyType, name, 0, max);
    }

    /** The same slot, filled up to {@code most} times. */
    public Slot upTo(int most) {
        return new Slot(type, notifyType, name, min, most);
    }

    public PayloadType type() {
        return type;
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
