package dev.parley.isakmp.dissection;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** One protocol's reading of one capture, from its first datagram to its last: it may remember what it has read. */
@ConsumerType
public interface Reading {
    /** What a datagram says; empty if it is not this protocol's. It throws nothing, whatever the octets are. */
    Optional<Dissection> read(Overheard datagram);
}
