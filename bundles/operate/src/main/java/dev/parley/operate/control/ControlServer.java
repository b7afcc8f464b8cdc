package dev.parley.operate.control;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers commands at a UNIX domain socket: a line of JSON in, a line of JSON out, and the connection closes. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    /** Only the daemon's owner can connect; more at once than this is a loop in a script. */
    private static final int CLIENTS = 16;

    private static final long PAUSE_MILLIS = 500;

    private final Path path;
    private final ServerSocketChannel channel;
    private final ControlHandler handler;
    private final Semaphore room = new Semaphore(CLIENTS);

    private ControlServer(Path path, ServerSocketChannel channel, ControlHandler handler) {
        this.path = path;
        this.channel = channel;
        this.handler = handler;
    }

    /**
     * Opens the socket.
     *
     * @throws IOException if another daemon answers there, or the folder is not ours alone; in one line
     */
    public static ControlServer open(Path path, ControlHandler handler) throws IOException {
        ControlPath.prepare(path);
        ControlPath.check(path);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException("something that is no socket is in the place of the control socket " + path
                        + ": choose another with --control");
            }
            if (isAnswered(path)) {
                throw new IOException("a daemon runs already, its control socket is " + path
                        + ": stop it, or choose another socket with --control");
            }
            Files.delete(path);
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            channel.close();
            throw new IOException("the control socket " + path + " cannot be made: " + e.getMessage(), e);
        }
        ControlServer server = new ControlServer(path, channel, handler);
        daemon(server::accept, "parley-control");
        return server;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                daemon(room.tryAcquire() ? () -> serve(client) : () -> refuse(client), "parley-control-client");
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("The control socket {} could not take a command: {}", path, e.getMessage());
                breathe();
            }
        }
    }

    /** What has failed, for want of file descriptors say, is not to fail a thousand times a second. */
    private void breathe() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            JsonLines.write(client, answer(client));
        } catch (IOException e) {
            LOG.debug("A client of the control socket left: {}", e.getMessage());
        } finally {
            room.release();
        }
    }

    private static void refuse(SocketChannel client) {
        try (client) {
            JsonLines.write(
                    client,
                    new ControlException(
                                    ControlException.FAILED,
                                    "the daemon is busy with " + CLIENTS + " commands: end one, or try again later")
                            .toJson());
        } catch (IOException e) {
            LOG.debug("A client of the control socket left: {}", e.getMessage());
        }
    }

    private JsonObject answer(SocketChannel client) throws IOException {
        try {
            return handler.handle(JsonLines.read(client));
        } catch (ControlException e) {
            return e.toJson();
        } catch (InterruptedException e) {
            return new ControlException(ControlException.UNREACHABLE, "the daemon is shutting down").toJson();
        } catch (RuntimeException e) {
            LOG.error("A command failed", e);
            return new ControlException(ControlException.BUG, "a bug in the daemon: " + e + "; its log has more")
                    .toJson();
        }
    }

    private static boolean isAnswered(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
