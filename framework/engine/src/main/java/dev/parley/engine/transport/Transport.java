package dev.parley.engine.transport;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way for datagrams to travel. On an encapsulated endpoint it adds and removes the marker of RFC 3948 section 2.2; a message of
 * the single octet 0xff is a NAT-keepalive and goes without it (section 2.3).
 */
@ConsumerType
@ExtensionPoint("transport")
public interface Transport extends Extension {
    /**
     * Opens {@code local}; port 0 lets the transport choose one.
     *
     * @throws Unavailable saying which address and port, why, and what to do
     */
    Channel open(Endpoint local, Receiver receiver) throws Unavailable;

    /** Is handed each datagram, on the transport's thread; must not block. */
    @FunctionalInterface
    interface Receiver {
        void received(Datagram datagram);
    }

    /** An open local endpoint. */
    interface Channel extends AutoCloseable {
        /** Where it is open, with the port that was chosen. */
        Endpoint local();

        /** Sends, or loses: a datagram that cannot go is counted, never an exception. */
        void send(Datagram datagram);

        /** What was not passed on, by name. */
        default Map<String, Long> counters() {
            return Map.of();
        }

        @Override
        void close();
    }
}
