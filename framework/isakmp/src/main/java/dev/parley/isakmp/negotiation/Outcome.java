package dev.parley.isakmp.negotiation;

/** How work, or a change of SAs, ended. */
public sealed interface Outcome {
    /** It gave {@code value}. */
    record Done(Object value) implements Outcome {}

    /** It threw {@code why}. */
    record Failed(Throwable why) implements Outcome {}

    /** Nobody waits for it any more: what can be closed is, so that no secret outlives who asked for it. */
    default void discard() {
        if (this instanceof Done done && done.value() instanceof AutoCloseable unwanted) {
            try {
                unwanted.close();
            } catch (Exception late) {
                // There is nobody left to tell.
            }
        }
    }

    static Outcome done() {
        return new Done("done");
    }
}
