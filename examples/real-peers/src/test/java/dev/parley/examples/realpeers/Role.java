package dev.parley.examples.realpeers;

/** Who begins; here always said of Parley. */
enum Role {
    INITIATOR,
    RESPONDER
}
