package dev.parley.kink.peer;

import dev.parley.isakmp.negotiation.Exchange;

/**
 * A command, its response and perhaps an acknowledgement, bound together by an XID (RFC 4430 section 6), as one of the two sides
 * sees it.
 *
 * @param <T> itself
 */
public interface Transaction<T> {
    KinkPeer peer();

    /** What it awaits. */
    Exchange<T, Heard> exchange();

    void becomes(Exchange<T, Heard> next);
}
