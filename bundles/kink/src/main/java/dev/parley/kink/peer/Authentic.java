package dev.parley.kink.peer;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.Principal;

/**
 * A command or an ACK whose AP-REQ was opened and whose Cksum is right; whether it was heard before is for its peer's negotiation to
 * say.
 *
 * @param service who we are to the sender
 * @param epoch of the sender
 */
public record Authentic(Datagram datagram, Heard heard, Principal service, ApRequest.Opened proof, long epoch) {}
