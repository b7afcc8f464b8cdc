package dev.parley.transport.udp;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Datagrams over UDP: one socket and one receiving thread for each local address and port (RFC 7296 section 2), with the marker
 * of RFC 3948 section 2.2 on encapsulated endpoints. Java does not tell to which address a datagram came, so each is bound by
 * itself.
 */
final class UdpTransport implements Transport, AutoCloseable {
    private final Set<UdpChannel> open = ConcurrentHashMap.newKeySet();

    @Override
    public String key() {
        return "udp";
    }

    @Override
    public Channel open(Endpoint local, Receiver receiver) throws Unavailable {
        if (local.address().isZero()) {
            throw new Unavailable(
                    "UDP endpoint " + local + " is not one address, and answers must leave from the address"
                            + " they were asked at: name each local address in the config");
        }
        DatagramChannel socket = bind(local);
        try {
            InetSocketAddress bound = (InetSocketAddress) socket.getLocalAddress();
            UdpChannel channel = new UdpChannel(
                    socket,
                    new Endpoint(local.address(), bound.getPort(), local.encapsulated()),
                    receiver,
                    open::remove);
            open.add(channel);
            channel.start();
            return channel;
        } catch (IOException failed) {
            closeQuietly(socket);
            throw unavailable(local, failed);
        }
    }

    /** Closes every channel that is still open. */
    @Override
    public void close() {
        open.forEach(UdpChannel::close);
    }

    private static DatagramChannel bind(Endpoint local) throws Unavailable {
        DatagramChannel socket = null;
        try {
            InetAddress address = InetAddress.getByAddress(local.address().toArray());
            socket = DatagramChannel.open(
                    local.address().length() == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
            socket.bind(new InetSocketAddress(address, local.port()));
            return socket;
        } catch (UnknownHostException wrong) {
            throw new Unavailable("UDP endpoint " + local + " has an address of "
                    + local.address().length() + " octets, which neither IPv4 nor IPv6 has");
        } catch (IOException | UnsupportedOperationException failed) {
            closeQuietly(socket);
            throw unavailable(local, failed);
        }
    }

    private static void closeQuietly(DatagramChannel socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException unimportant) {
            // Nobody has used it: nothing is lost with it.
            return;
        }
    }

    private static Unavailable unavailable(Endpoint local, Exception failed) {
        String why = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        String start = "UDP endpoint " + local + " cannot be opened: ";
        if (failed instanceof BindException && why.contains("in use")) {
            return new Unavailable(
                    start + "port " + local.port() + " is in use, perhaps by another key exchange daemon: stop"
                            + " it, or set another port in the config");
        }
        if (failed instanceof BindException && why.contains("cannot assign")) {
            return new Unavailable(
                    start + IpAddress.format(local.address())
                            + " is not an address of this host: correct the local address in the config, or add it to an interface");
        }
        if (failed instanceof SocketException && (why.contains("permission") || why.contains("not permitted"))) {
            return new Unavailable(
                    start + "ports below 1024 need privileges here: run as root or with CAP_NET_BIND_SERVICE,"
                            + " or write another 'port' into the local end in the config, and into the peer's remote end");
        }
        return new Unavailable(start + failed.getMessage() + ": set another address or port in the config", failed);
    }
}
