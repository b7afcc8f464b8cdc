package dev.parley.operate.control;

import com.google.gson.JsonObject;
import dev.parley.engine.Engine;
import dev.parley.operate.config.Catalogs;
import dev.parley.operate.config.ConfigReader;
import dev.parley.operate.daemon.Daemon;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A line at the control socket of a daemon with a peer that answers: whatever it says, there is an answer and it blames no bug. */
public final class FuzzedControl {
    private static final Daemon DAEMON = daemons();

    private FuzzedControl() {}

    public static void fuzzerTestOneInput(byte[] octets) throws InterruptedException {
        JsonObject request;
        try {
            request = JsonLines.read(Channels.newChannel(new ByteArrayInputStream(octets)));
        } catch (IOException refused) {
            return;
        }
        try {
            DAEMON.handle(request);
        } catch (ControlException no) {
            if (no.code() == ControlException.BUG || no.getMessage().isBlank()) {
                throw new AssertionError(no);
            }
        }
    }

    /** The peer of the one that is returned goes on beside it. */
    private static Daemon daemons() {
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket two = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = one.getLocalPort();
            int encapsulated = two.getLocalPort();
            one.close();
            two.close();
            daemon("127.0.0.2", "127.0.0.1", port, encapsulated);
            return daemon("127.0.0.1", "127.0.0.2", port, encapsulated);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Daemon daemon(String local, String remote, int port, int encapsulated) throws Exception {
        String text = """
                {"connections": {"peer": {
                  "local": {"address": "%s", "port": %d, "encapsulatedPort": %d},
                  "remote": {"address": "%s", "port": %d, "encapsulatedPort": %d},
                  "secret": "correct horse",
                  "children": {"net": {"local": ["10.0.0.0/8"], "remote": ["10.0.0.0/8"]}}}}}
                """.formatted(local, port, encapsulated, remote, port, encapsulated);
        return new Daemon(
                ConfigReader.parse(text, Path.of("target"), Catalogs.INSTALLED),
                Engine.plain(),
                List::of,
                Optional.empty(),
                new PrintWriter(Writer.nullWriter()));
    }
}
