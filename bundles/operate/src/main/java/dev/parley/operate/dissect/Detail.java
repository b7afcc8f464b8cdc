package dev.parley.operate.dissect;

/** How much of a message is shown. */
public enum Detail {
    /** A line a message. */
    LINES,
    /** Every field too. */
    FIELDS
}
