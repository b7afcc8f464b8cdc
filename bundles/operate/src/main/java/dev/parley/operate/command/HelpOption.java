package dev.parley.operate.command;

import picocli.CommandLine.Option;

/** {@code --help}, for every command. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;
}
