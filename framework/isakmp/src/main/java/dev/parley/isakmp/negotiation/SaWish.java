package dev.parley.isakmp.negotiation;

import dev.parley.isakmp.sa.SecurityAssociation;

/**
 * What the host wishes for one SA that a sink reports of: {@link Verb#REKEY} when it is nearly used up, {@link Verb#DELETE} when it
 * is. It goes to the negotiation that installed the SA, and nobody waits for it to be settled.
 *
 * @param protocol the key of that negotiation's protocol
 */
public record SaWish(String protocol, SecurityAssociation sa) implements Wish {
    @Override
    public String connection() {
        return sa.connection();
    }

    /** Not known here: the path is the negotiation's. */
    @Override
    public Endpoint local() {
        return remote();
    }

    /** The SA's destination, at no port. */
    @Override
    public Endpoint remote() {
        return new Endpoint(sa.destination(), 0, false);
    }
}
