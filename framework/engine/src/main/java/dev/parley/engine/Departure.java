package dev.parley.engine;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;

/** What the host wishes of every negotiation of a protocol that leaves: it concerns no connection and no peer. */
record Departure(String protocol) implements Wish {
    private static final Endpoint NOWHERE = new Endpoint(Bytes.zeros(4), 0, false);

    @Override
    public String connection() {
        return "";
    }

    @Override
    public Endpoint local() {
        return NOWHERE;
    }

    @Override
    public Endpoint remote() {
        return NOWHERE;
    }
}
