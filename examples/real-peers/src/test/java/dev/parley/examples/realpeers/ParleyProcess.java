package dev.parley.examples.realpeers;

import dev.parley.examples.realpeers.Shell.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code parley serve}, steered through its control socket, because a JVM cannot enter a namespace. */
final class ParleyProcess implements AutoCloseable {
    private final Daemon daemon;
    private final Path control;
    private final KeyTables keys;

    private ParleyProcess(Daemon daemon, Path control, KeyTables keys) {
        this.daemon = daemon;
        this.control = control;
        this.keys = keys;
    }

    /** On side A. */
    static ParleyProcess start(Namespaces namespaces, String config, RunFolder run) {
        return start(command -> namespaces.in(Side.A, command), config, run);
    }

    /** @param around makes of its command line another one that runs it where it is to live */
    static ParleyProcess start(UnaryOperator<List<String>> around, String config, RunFolder run) {
        Path file = run.write("parley/config.json", config);
        // its folder must be its owner's alone, so Parley makes it
        Path control = run.path("control").resolve("control.sock");
        KeyTables keys = new KeyTables(run.folder("parley-keys"));
        List<String> command = parley(
                "serve",
                file.toString(),
                "--control",
                control.toString(),
                "--key-log",
                keys.folder().toString());
        ParleyProcess parley = new ParleyProcess(Daemon.start("parley", around.apply(command)), control, keys);
        try {
            parley.daemon.await("serves; ask it with");
        } catch (AssertionError e) {
            parley.close();
            throw e;
        }
        return parley;
    }

    Outcome up() {
        return command("up");
    }

    /** The same without waiting for a process to start. */
    Outcome begin() {
        return ask("up", "");
    }

    Outcome down() {
        return command("down");
    }

    Outcome probe() {
        return command("probe");
    }

    /** Replaces the child. */
    Outcome rekeyChild() {
        return ask("rekey", ",\"child\":\"net\"");
    }

    /** Replaces what can be replaced. */
    Outcome rekey() {
        return ask("rekey", "");
    }

    /** Replaces the IKE SA. */
    Outcome rekeyIke() {
        return ask("rekey", ",\"what\":\"ike\"");
    }

    /** As a person has it replaced. */
    Outcome rekeyByCommand(String... options) {
        List<String> all = new ArrayList<>(List.of("rekey", ParleyConfig.CONNECTION));
        all.addAll(List.of(options));
        all.addAll(List.of("--control", control.toString()));
        return Shell.run(parley(all.toArray(String[]::new)));
    }

    /** The SAs that it uses. */
    Living living() {
        String all = ask("list", "").orFail("parley list");
        return new Living(
                Living.find(all, "\"spiI\":\"(\\w+)\",\"spiR\":\"(\\w+)\""), Living.find(all, "\"spi\":\"0x(\\w+)\""));
    }

    /** How its connection stands. */
    String state() {
        Matcher state = Pattern.compile("\"state\":\"([^\"]+)\"")
                .matcher(ask("list", "").orFail("parley list"));
        return state.find() ? state.group(1) : "none";
    }

    /** What it has to say about its connection. */
    String explain() {
        return command("explain").output();
    }

    /** A daemon that is to end at once. */
    static Outcome fail(UnaryOperator<List<String>> around, String config, RunFolder run) {
        Path file = run.write("parley/config.json", config);
        Path control = run.path("control").resolve("control.sock");
        return Shell.run(around.apply(parley("serve", file.toString(), "--control", control.toString())));
    }

    /** A command that needs no daemon. */
    static Outcome run(String... arguments) {
        return Shell.run(parley(arguments));
    }

    /** Its SAs as JSON. */
    String list() {
        return Shell.run(parley("list", "--json", "--control", control.toString()))
                .orFail("parley list");
    }

    /** What it logged of its keys. */
    KeyTables keys() {
        return keys;
    }

    /** Waits until so many ESP SAs are in its key log, which it writes beside the negotiation. */
    void awaitSas(int count) {
        daemon.await(count + " SAs in its key log", () -> keys.esp().size() >= count);
    }

    /** Waits until {@code condition} holds. */
    void await(String what, BooleanSupplier condition) {
        daemon.await(what, condition);
    }

    /** Waits until it prints a line that holds {@code regex}. */
    MatchResult await(String regex) {
        return daemon.await(regex);
    }

    /** What it printed last, for a failed test. */
    String log() {
        return daemon.tail();
    }

    /** Ends it as a power cut would. */
    void kill() {
        daemon.kill();
    }

    @Override
    public void close() {
        daemon.close();
    }

    private Outcome ask(String command, String more) {
        return new ControlSocket(control)
                .ask("{\"command\":\"%s\",\"name\":\"%s\"%s}".formatted(command, ParleyConfig.CONNECTION, more));
    }

    private Outcome command(String verb) {
        return Shell.run(parley(verb, ParleyConfig.CONNECTION, "--control", control.toString()));
    }

    private static List<String> parley(String... arguments) {
        // the first compiler alone starts faster, and no process here lives long
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dparley.home=" + HOME,
                "-cp",
                HOME.resolve("lib") + "/*",
                "dev.parley.launcher.Launcher"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The distribution that the launcher's module has built. */
    static final Path HOME =
            Path.of("../../framework/launcher/target/parley").toAbsolutePath().normalize();
}
