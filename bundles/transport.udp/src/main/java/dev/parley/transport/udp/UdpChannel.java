package dev.parley.transport.udp;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bound UDP socket and the thread that receives from it. */
final class UdpChannel implements Transport.Channel {
    private static final Logger LOG = LoggerFactory.getLogger(UdpChannel.class);

    private final DatagramChannel socket;
    private final Endpoint local;
    private final Transport.Receiver receiver;
    private final Consumer<UdpChannel> closed;
    private final Thread thread;
    private final LongAdder keepalives = new LongAdder();
    private final LongAdder esp = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder failures = new LongAdder();

    UdpChannel(DatagramChannel socket, Endpoint local, Transport.Receiver receiver, Consumer<UdpChannel> closed) {
        this.socket = socket;
        this.local = local;
        this.receiver = receiver;
        this.closed = closed;
        this.thread = new Thread(this::run, "parley-udp-" + local);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    void start() {
        thread.start();
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public void send(Datagram datagram) {
        Bytes octets = local.encapsulated() ? Bytes.concat(NON_ESP_MARKER, datagram.octets()) : datagram.octets();
        try {
            InetAddress address =
                    InetAddress.getByAddress(datagram.remote().address().toArray());
            socket.send(
                    ByteBuffer.wrap(octets.toArray()),
                    new InetSocketAddress(address, datagram.remote().port()));
        } catch (IOException | RuntimeException failed) {
            notSent.increment();
            LOG.debug("{} octets from {} to {} were not sent", octets.length(), local, datagram.remote(), failed);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of(
                "udp-esp-dropped", esp.sum(),
                "udp-keepalives", keepalives.sum(),
                "udp-not-sent", notSent.sum(),
                "udp-receive-failures", failures.sum());
    }

    /** When this returns the port is free: the system keeps it for as long as the thread is inside its last receive. */
    @Override
    public void close() {
        try {
            socket.close();
            if (thread != Thread.currentThread()) {
                thread.join(CLOSING_MILLIS);
            }
        } catch (IOException unclosed) {
            LOG.debug("{} was not closed cleanly", local, unclosed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closed.accept(this);
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        byte[] octets = new byte[LARGEST];
        while (socket.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) socket.receive(buffer);
                buffer.flip();
                int length = buffer.remaining();
                buffer.get(octets, 0, length);
                received(from, Bytes.copyOf(octets, 0, length));
            } catch (ClosedChannelException over) {
                return;
            } catch (IOException | RuntimeException failed) {
                // An ICMP error of an earlier send arrives here: it says nothing of the next datagram.
                failures.increment();
                LOG.debug("Receiving at {} failed", local, failed);
            }
        }
    }

    private void received(InetSocketAddress from, Bytes octets) {
        Endpoint remote =
                new Endpoint(Bytes.copyOf(from.getAddress().getAddress()), from.getPort(), local.encapsulated());
        if (!local.encapsulated()) {
            receiver.received(new Datagram(local, remote, octets));
        } else if (octets.length() == 1 && octets.at(0) == KEEPALIVE) {
            keepalives.increment();
        } else if (octets.length() < NON_ESP_MARKER.length()
                || !octets.slice(0, NON_ESP_MARKER.length()).isZero()) {
            esp.increment();
        } else {
            receiver.received(new Datagram(local, remote, octets.from(NON_ESP_MARKER.length())));
        }
    }

    /** RFC 3948 section 2.2. */
    private static final Bytes NON_ESP_MARKER = Bytes.zeros(4);

    /** RFC 3948 section 2.3. */
    private static final int KEEPALIVE = 0xff;

    /** The thread leaves at once unless it is handing on a datagram, which takes microseconds. */
    private static final long CLOSING_MILLIS = 1_000;

    /** What fits into a UDP datagram. */
    private static final int LARGEST = 65_535;
}
