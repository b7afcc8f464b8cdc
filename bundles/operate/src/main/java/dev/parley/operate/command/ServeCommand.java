package dev.parley.operate.command;

import dev.parley.engine.Engine;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.operate.config.Config;
import dev.parley.operate.config.ConfigException;
import dev.parley.operate.config.ConfigReader;
import dev.parley.operate.config.Connection;
import dev.parley.operate.config.Installed;
import dev.parley.operate.control.ControlPath;
import dev.parley.operate.control.ControlServer;
import dev.parley.operate.daemon.ConnectionView;
import dev.parley.operate.daemon.Daemon;
import dev.parley.operate.daemon.KeyLogFiles;
import dev.parley.operate.view.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a gateway until a signal ends it. */
@Command(
        name = "serve",
        description = "Runs the gateway of a configuration file until a signal ends it; peers are told.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley serve gateway.json",
            "  parley serve gateway.json --control /run/parley-a/control.sock   a second one on this machine",
            "  parley serve gateway.json --key-log keys/                        and Wireshark can read everything"
        })
final class ServeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG.json", description = "described in docs/configuration.md")
    private Path file;

    @Option(
            names = "--key-log",
            paramLabel = "DIR",
            description =
                    "write the keys of all negotiations into tables for Wireshark. Whoever has them reads the traffic.")
    private Path keyLog;

    @Mixin
    private ControlOption control;

    @Mixin
    private HelpOption help;

    private final Surroundings surroundings;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, Unavailable, ExecutionException {
        Engine engine = surroundings.engine().get();
        Config config = read(file, engine.catalogs().catalog());
        warn(config, engine);
        Path socket = control.chosen().or(config::control).orElseGet(ControlPath::standard);
        Optional<KeyLogFiles> keys = keyLog();
        try (Daemon daemon = new Daemon(config, engine, surroundings.plugins(), keys, surroundings.out());
                ControlServer server = ControlServer.open(socket, daemon)) {
            surroundings.print(introduction(config, socket));
            daemon.begin();
            engine.closed().get();
            throw new Unavailable(
                    "the container has stopped the engine, so this gateway hears nothing more: start parley again");
        } catch (InterruptedException e) {
            surroundings.print(List.of("goodbye"));
        }
        return 0;
    }

    /** A person may have several files: each line says which. */
    private static Config read(Path file, Catalog catalog) throws ConfigException {
        try {
            return ConfigReader.read(file, catalog);
        } catch (ConfigException e) {
            throw new ConfigException(e.lines().stream()
                    .map(line -> file.getFileName() + ": " + line)
                    .toList());
        }
    }

    private Optional<KeyLogFiles> keyLog() throws IOException {
        if (keyLog == null) {
            return Optional.empty();
        }
        surroundings
                .err()
                .println("parley: WARNING: every key of every negotiation is written to " + keyLog.toAbsolutePath()
                        + "; whoever reads it reads the traffic");
        return Optional.of(KeyLogFiles.in(keyLog));
    }

    private void warn(Config config, Engine engine) {
        config.warnings().forEach(line -> surroundings.err().println("parley: warning: " + line));
        Installed installed = new Installed(engine.catalogs().catalog(), surroundings.plugins());
        for (Policy policy : config.policies()) {
            installed
                    .missing(policy)
                    .forEach(line ->
                            surroundings.err().println("parley: warning: connection " + policy.name() + ": " + line));
        }
    }

    private static List<String> introduction(Config config, Path socket) {
        Table table = new Table("CONNECTION", "LOCAL", "REMOTE", "START");
        for (Connection connection : config.connections()) {
            Policy policy = connection.policy();
            table.row(
                    policy.name(),
                    ConnectionView.local(policy),
                    ConnectionView.remote(policy),
                    connection.start() == Connection.Start.INITIATE ? "begins now" : "waits");
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("parley " + Parley.version() + " serves; ask it with 'parley list' (control socket " + socket + ")");
        return lines;
    }
}
