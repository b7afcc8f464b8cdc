package dev.parley.engine;

/** What becomes of the SAs of a gateway when the bundle of their protocol is stopped. */
public enum OnDeparture {
    /** They stay until their lifetime ends, or others come for the same connection: traffic goes on during an update. */
    KEEP,

    /** They are deleted, and the peers of connections are told. */
    DELETE
}
