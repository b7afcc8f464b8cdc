package dev.parley.isakmp.negotiation;

/** How work, or a change of SAs, ended. */
public sealed interface Outcome {
    /** It gave {@code value}. */
    record Done(Object value) implements Outcome {}

    /** It threw {@code why}. */
    record Failed(Throwable why) implements Outcome {}

    static Outcome done() {
        return new Done("done");
    }
}
