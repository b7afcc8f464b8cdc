package dev.parley.operate.daemon;

import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** UDP ports of the loopback interface that nobody has: policies hold the peer's ports before a gateway opens its own. */
public final class FreePorts {
    public static final Bytes LOOPBACK = Bytes.of(127, 0, 0, 1);

    private FreePorts() {}

    /** So many ports, chosen all at once, so that they differ. */
    public static List<Integer> draw(int count) throws IOException {
        List<DatagramSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK.toArray()), 0)));
            }
            return sockets.stream().map(DatagramSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new IOException("no UDP port is free on 127.0.0.1: " + e.getMessage(), e);
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
