package dev.parley.isakmp.conversation;

/** Our side cannot do it now: try later, or another. Never the peer's fault. */
public final class Unavailable extends Exception {
    public Unavailable(String why) {
        super(why, null, false, false);
    }

    public Unavailable(String why, Throwable cause) {
        super(why, cause);
    }
}
