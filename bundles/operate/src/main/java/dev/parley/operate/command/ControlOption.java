package dev.parley.operate.command;

import com.google.gson.JsonObject;
import dev.parley.operate.control.ControlClient;
import dev.parley.operate.control.ControlException;
import dev.parley.operate.control.ControlPath;
import dev.parley.operate.daemon.Daemon;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --control}: which daemon to ask. */
final class ControlOption {
    @Option(
            names = "--control",
            paramLabel = "PATH",
            description = "the daemon's control socket (else in $XDG_RUNTIME_DIR/parley or ~/.parley)")
    private Path control;

    Optional<Path> chosen() {
        return Optional.ofNullable(control);
    }

    ControlClient client() {
        return new ControlClient(chosen().orElseGet(ControlPath::standard));
    }

    JsonObject ask(String command) throws ControlException {
        return ask(command, Optional.empty());
    }

    JsonObject ask(String command, Optional<String> name) throws ControlException {
        return ask(command, name, Map.of());
    }

    /** @param more further fields of the request */
    JsonObject ask(String command, Optional<String> name, Map<String, String> more) throws ControlException {
        JsonObject request = new JsonObject();
        request.addProperty(Daemon.COMMAND, command);
        name.ifPresent(one -> request.addProperty(Daemon.NAME, one));
        more.forEach(request::addProperty);
        return client().ask(request);
    }
}
