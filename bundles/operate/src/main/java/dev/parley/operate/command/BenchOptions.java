package dev.parley.operate.command;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.operate.bench.BenchPolicies;
import dev.parley.operate.bench.BenchSuite;
import dev.parley.operate.config.ConfigException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is negotiated in a measurement, and how many at once. */
final class BenchOptions {
    @Option(
            names = "--protocol",
            defaultValue = "ikev2",
            paramLabel = "KEY",
            description = "the negotiation protocol (default: ${DEFAULT-VALUE})")
    private String protocol;

    @Option(
            names = "--suite",
            defaultValue = BenchSuite.DEFAULT,
            paramLabel = "NAMES",
            description = "one algorithm of each kind, joined by + (default: ${DEFAULT-VALUE})")
    private String suite;

    @Option(
            names = "--at-once",
            defaultValue = "32",
            paramLabel = "N",
            description = "how many are under way at one time (default: ${DEFAULT-VALUE})")
    private int atOnce;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    int atOnce() {
        return atLeastOne("--at-once", atOnce);
    }

    /** @throws ConfigException if an algorithm or the protocol is not installed */
    BenchPolicies.Terms terms(Catalog catalog, BenchSuite.Secrecy secrecy) throws ConfigException {
        if (catalog.find(NegotiationProtocol.class, protocol).isEmpty()) {
            List<String> there = catalog.all(NegotiationProtocol.class).stream()
                    .map(NegotiationProtocol::key)
                    .toList();
            throw new ConfigException(List.of("no installed bundle has the protocol '" + protocol + "'; there "
                    + (there.size() == 1 ? "is " : "are ") + String.join(", ", there)));
        }
        return new BenchPolicies.Terms(protocol, BenchSuite.parse(suite, catalog), secrecy);
    }

    int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), "option " + option + " takes 1 or more");
        }
        return value;
    }
}
