package dev.parley.isakmp.message;

import dev.parley.isakmp.conversation.NumberSpace;

/** A payload's number within its space; one message may hold payloads of two spaces. 0 ends a chain. */
public record PayloadType(NumberSpace space, int number) {
    /** Next Payload of the last payload. */
    public static final int NONE = 0;
}
