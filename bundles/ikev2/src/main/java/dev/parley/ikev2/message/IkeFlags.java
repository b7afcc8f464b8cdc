package dev.parley.ikev2.message;

/** Bits of the header's Flags field; the others are ignored (RFC 7296 section 3.1). */
public final class IkeFlags {
    /** Sent by the original initiator of the IKE SA. */
    public static final int INITIATOR = 0x08;

    /** The sender speaks a higher major version too. */
    public static final int VERSION = 0x10;

    /** Answers the message with the same Message ID. */
    public static final int RESPONSE = 0x20;

    private IkeFlags() {}
}
