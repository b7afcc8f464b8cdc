package dev.parley.ipsec;

/** How an SA counts its packets (RFC 4303 section 2.2, RFC 4304). */
public enum SequenceNumbers {
    /** 32 bits, all of them sent. */
    ORDINARY("no-esn"),
    /** 64 bits, of which the upper half is not sent: Extended Sequence Numbers, for fast links. */
    EXTENDED("esn");

    private final String word;

    SequenceNumbers(String word) {
        this.word = word;
    }

    /** The word for it in policies and lists. */
    @Override
    public String toString() {
        return word;
    }
}
