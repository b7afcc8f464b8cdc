package dev.parley.isakmp.conversation;

/** Whose fault a refusal is. */
public enum Blame {
    /** The peer said what the RFC forbids. */
    PEER_MISBEHAVED,
    /** Both behaved, and want different things. */
    NO_AGREEMENT,
    /** The peer is not who it says it is, or cannot show it. */
    AUTHENTICATION_FAILED,
    /** We cannot: busy, a sink refused, a plug-in left. */
    LOCAL_FAILURE
}
