package dev.parley.isakmp.conversation;

/** Who began. */
public enum Role {
    INITIATOR,
    RESPONDER;

    public Role other() {
        return this == INITIATOR ? RESPONDER : INITIATOR;
    }
}
