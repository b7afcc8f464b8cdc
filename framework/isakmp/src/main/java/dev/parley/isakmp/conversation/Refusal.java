package dev.parley.isakmp.conversation;

import java.util.List;
import java.util.Optional;

/**
 * An exchange says no. It always ends in a notify or a give-up; the state before it is untouched. The message says what
 * happened in the RFC's words; {@link #detail} holds what a person needs to mend it.
 */
public final class Refusal extends Exception {
    private final Blame blame;
    private final Optional<Code> code;
    private final List<String> detail;

    private Refusal(Blame blame, Optional<Code> code, String why, List<String> detail) {
        super(why, null, false, false);
        this.blame = blame;
        this.code = code;
        this.detail = List.copyOf(detail);
    }

    public Refusal(Blame blame, String why) {
        this(blame, Optional.empty(), why, List.of());
    }

    public Refusal(Blame blame, Code code, String why) {
        this(blame, Optional.of(code), why, List.of());
    }

    /** The same refusal, with lines for the person who has to mend it. */
    public Refusal with(List<String> lines) {
        return new Refusal(blame, code, getMessage(), lines);
    }

    public Blame blame() {
        return blame;
    }

    /** The notify that the RFC asks for; without one the protocol maps the blame. */
    public Optional<Code> code() {
        return code;
    }

    public List<String> detail() {
        return detail;
    }
}
