package dev.parley.kink.exchange;

import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.kink.peer.Asking;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.Heard;
import java.util.List;

/** All is done, but the ACK may have been lost: the REPLY that comes again gets another (RFC 4430 section 9). */
public record Acknowledged() implements Exchange<Asking, Heard> {
    /** The peer's whole cycle of sendings, and what the network may hold back of its last. */
    static final long LINGER_MILLIS = Defaults.SENDINGS.total() + 5_000;

    private static final String LINGER = "linger/";

    /** The timer that ends it. */
    public static String timer(Asking asking) {
        return LINGER + asking.xid();
    }

    @Override
    public Step<Asking, Heard> receive(Asking asking, Heard reply) {
        return Step.to(this, reply.header().acknowledge() ? asking.acknowledge() : List.of());
    }
}
