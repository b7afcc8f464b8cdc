package dev.parley.ikev1.sa;

import dev.parley.isakmp.wire.Bytes;

/**
 * The cipher block to which an exchange's next message is chained (RFC 2409 appendix B). It moves with a message only if that is
 * judged to its end: what is refused leaves no trace.
 */
public final class IvChain {
    private Bytes settled;
    private Bytes now;

    /** Begins with {@code first}. */
    public IvChain(Bytes first) {
        settled = first;
        now = first;
    }

    /** What the next message is chained to, of whichever side. */
    public Bytes next() {
        return now;
    }

    /** A message whose last block is {@code last} is being judged, or was said. */
    public void moved(Bytes last) {
        now = last;
    }

    /** All that has moved it is accepted. */
    public void settle() {
        settled = now;
    }

    /** What was being judged is refused. */
    public void back() {
        now = settled;
    }

    /** The same chain, to be gone on with elsewhere. */
    public IvChain fork() {
        return new IvChain(settled);
    }
}
