package dev.parley.operate.control;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a running daemon. */
public final class ControlClient {
    private final Path path;

    public ControlClient(Path path) {
        this.path = path;
    }

    /** Whether there is anything to ask. */
    public boolean isThere() {
        return Files.exists(path);
    }

    /**
     * Sends {@code request} and waits for its answer.
     *
     * @throws ControlException what the daemon says no with, or that there is none to ask
     */
    public JsonObject ask(JsonObject request) throws ControlException {
        if (!isThere()) {
            throw nobody("there is no control socket at " + path);
        }
        try {
            ControlPath.check(path);
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                JsonLines.write(channel, request);
                JsonObject answer = JsonLines.read(channel);
                ControlException.throwFrom(answer);
                return answer;
            }
        } catch (SocketException e) {
            throw nobody("nobody answers at " + path);
        } catch (IOException e) {
            throw new ControlException(ControlException.UNREACHABLE, e.getMessage());
        }
    }

    private static ControlException nobody(String why) {
        return new ControlException(
                ControlException.UNREACHABLE,
                "no daemon runs: " + why
                        + "; start one with 'parley serve CONFIG.json', or name its socket with --control");
    }
}
