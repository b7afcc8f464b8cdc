package dev.parley.operate.command;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.operate.config.ConfigException;
import dev.parley.operate.config.Spelling;
import dev.parley.operate.control.ControlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
        name = "parley",
        description = "Negotiates keys: IKEv2 and whatever else is plugged in.",
        versionProvider = Parley.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley demo                       two gateways, one negotiation, on this machine",
            "  parley serve gateway.json         a gateway; docs/configuration.md has a file to begin with",
            "  parley up to-b                    begin a connection of the gateway that runs",
            "  parley list                       what it negotiates, and its SAs",
            "  parley explain to-b               why it did not work",
            "  parley plugins                    what is plugged in, and what did not start",
            "  parley simulate --seed 42 --loss 0.2",
            "  parley bench handshake            what a negotiation costs on this machine",
            "  parley dissect talk.pcap --keys keys   what was said on the wire",
            "",
            "PARLEY_BUNDLES=FOLDER adds a folder of bundles; --plain runs any command without OSGi.",
            "",
            "Exit codes: 0 it worked, 1 it was refused or failed, 2 a mistake on the command line or in",
            "the configuration, 3 there is no daemon to ask, 70 a bug or a broken installation."
        })
public final class Parley implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "print the version")
    private boolean version;

    /** Enough to find a bug by, and still one line. */
    private static final int PLACES = 4;

    private final Surroundings surroundings;

    private Parley(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command; {@code arguments} are each ended by a zero character. */
    public static int run(String arguments, Surroundings surroundings) {
        return run(arguments.isEmpty() ? List.of() : List.of(arguments.split("\0")), surroundings);
    }

    /** Runs a command and returns the exit code. */
    public static int run(List<String> arguments, Surroundings surroundings) {
        CommandLine line = new CommandLine(new Parley(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(new ListCommand(surroundings))
                .addSubcommand(new UpCommand(surroundings))
                .addSubcommand(new DownCommand(surroundings))
                .addSubcommand(new RekeyCommand(surroundings))
                .addSubcommand(new ProbeCommand(surroundings))
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new PluginsCommand(surroundings))
                .addSubcommand(new PayloadsCommand(surroundings))
                .addSubcommand(new SimulateCommand(surroundings))
                .addSubcommand(new DissectCommand(surroundings))
                .addSubcommand(BenchCommand.line(surroundings));
        line.setOut(surroundings.out()).setErr(surroundings.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((wrong, all) -> mistake(wrong, surroundings));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, surroundings));
        return written(line.execute(arguments.toArray(String[]::new)), surroundings);
    }

    /** What was printed into a full disk, or a pipe that nobody reads, was not said. */
    private static int written(int code, Surroundings surroundings) {
        if (!surroundings.out().checkError() || code != 0) {
            return code;
        }
        surroundings
                .err()
                .println("parley: the output could not be written: is the disk full, or has its reader ended?");
        return ControlException.FAILED;
    }

    @Override
    public void run() {
        new CommandLine(this).usage(surroundings.out());
    }

    private static int mistake(CommandLine.ParameterException wrong, Surroundings surroundings) {
        CommandLine command = wrong.getCommandLine();
        surroundings.err().println("parley: " + (isUnknownCommand(wrong) ? unknownCommand(wrong) : wrong.getMessage()));
        surroundings.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ControlException.USAGE;
    }

    private static boolean isUnknownCommand(CommandLine.ParameterException wrong) {
        return wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                && unmatched.getCommandLine().getParent() == null
                && !unmatched.isUnknownOption();
    }

    private static String unknownCommand(CommandLine.ParameterException wrong) {
        String written =
                ((CommandLine.UnmatchedArgumentException) wrong).getUnmatched().get(0);
        return "there is no command '" + written + "'"
                + Spelling.nearest(
                                written, wrong.getCommandLine().getSubcommands().keySet())
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    private static int failed(Exception failure, Surroundings surroundings) {
        if (failure instanceof ControlException refused) {
            surroundings.err().println("parley: " + refused.getMessage());
            refused.detail().forEach(line -> surroundings.err().println("    " + line));
            return refused.code();
        }
        if (failure instanceof ConfigException mistakes) {
            mistakes.lines().forEach(line -> surroundings.err().println("parley: " + line));
            return ControlException.USAGE;
        }
        if (failure instanceof Unavailable
                || failure instanceof IOException
                || failure instanceof UncheckedIOException) {
            surroundings.err().println("parley: " + failure.getMessage());
            return ControlException.FAILED;
        }
        surroundings.err().println("parley: a bug, please report it with this line: " + failure + place(failure));
        return ControlException.BUG;
    }

    /** Where it happened: the innermost calls. */
    private static String place(Exception failure) {
        return Arrays.stream(failure.getStackTrace())
                .limit(PLACES)
                .map(call -> ", at " + call)
                .collect(Collectors.joining());
    }

    static String version() {
        Properties properties = new Properties();
        try (var in = Parley.class.getResourceAsStream("/dev/parley/operate/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** The version of this build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "parley " + version() + " on Java " + Runtime.version().feature()
            };
        }
    }
}
