package dev.parley.examples.realpeers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Skips tests whose peers this machine lacks, and says so at the end, one line for each missing thing; with {@code PARLEY_PEERS=required}
 * in the environment they fail instead.
 */
final class PeersNeeded implements ExecutionCondition, BeforeEachCallback {
    /** What is missing, and how to get it. */
    private record Missing(String what, String remedy) {}

    /** Closed by JUnit when the last test has ended. */
    private static final class Closing implements AutoCloseable {
        private final AtomicInteger skipped = new AtomicInteger();

        @Override
        public void close() {
            for (Missing missing : MISSING) {
                System.out.printf(
                        "NOT RUN: %d tests against real peers. Missing: %s. %s%n",
                        skipped.get(), missing.what, missing.remedy);
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (MISSING.isEmpty() || REQUIRED || !single(context)) {
            return ConditionEvaluationResult.enabled("peers are there or required");
        }
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(PeersNeeded.class))
                .getOrComputeIfAbsent(Closing.class, key -> new Closing(), Closing.class)
                .skipped
                .incrementAndGet();
        return ConditionEvaluationResult.disabled("missing: " + names());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!MISSING.isEmpty()) {
            throw new AssertionError("PARLEY_PEERS=required, but this machine lacks "
                    + String.join(
                            " ",
                            MISSING.stream()
                                    .map(thing -> thing.what + ". " + thing.remedy)
                                    .toList()));
        }
    }

    /** Whether this machine lacks nothing. */
    static boolean complete() {
        return MISSING.isEmpty();
    }

    /** Whether this is one test: neither a class, nor a method that stands for several. */
    private static boolean single(ExtensionContext context) {
        boolean method = context.getTestMethod().isPresent();
        boolean template = method && context.getRequiredTestMethod().isAnnotationPresent(ParameterizedTest.class);
        return method
                && (!template
                        || context.getParent()
                                .flatMap(ExtensionContext::getTestMethod)
                                .isPresent());
    }

    private static String names() {
        return String.join(", ", MISSING.stream().map(Missing::what).toList());
    }

    private static List<Missing> look() {
        List<Missing> missing = new ArrayList<>();
        file(missing, "strongSwan's charon", "/usr/lib/ipsec/charon");
        file(
                missing,
                "strongSwan's kernel-libipsec plug-in",
                "/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so");
        for (String command : COMMANDS) {
            if (Shell.run(List.of("sh", "-c", "command -v " + command)).exit() != 0) {
                missing.add(new Missing(command, INSTALL));
            }
        }
        if (missing.stream().noneMatch(thing -> thing.what.equals("unshare"))) {
            List<String> probe = new ArrayList<>(Namespaces.unshare());
            probe.add("true");
            if (Shell.run(probe).exit() != 0) {
                missing.add(new Missing("network namespaces", "Run the tests as root, or allow user namespaces."));
            }
        }
        if (!Files.isReadable(Path.of("/dev/net/tun"))) {
            missing.add(
                    new Missing("/dev/net/tun", "Load the kernel's tun module, or hand the device to this container."));
        }
        if (!Files.isDirectory(ParleyProcess.HOME)) {
            missing.add(new Missing(
                    "Parley itself in " + ParleyProcess.HOME, "Run the build with package or verify, not test."));
        }
        return List.copyOf(missing);
    }

    private static void file(List<Missing> missing, String what, String file) {
        if (!Files.exists(Path.of(file))) {
            missing.add(new Missing(what, INSTALL));
        }
    }

    private static final List<String> COMMANDS = List.of(
            "swanctl",
            "tshark",
            "dumpcap",
            "ip",
            "ping",
            "gcc",
            "bash",
            "unshare",
            "nsenter",
            "timeout",
            "krb5kdc",
            "kdb5_util",
            "kadmin.local");
    private static final String INSTALL = "On Debian 12, as root: examples/real-peers/rig/install";
    private static final boolean REQUIRED = "required".equals(System.getenv("PARLEY_PEERS"));
    private static final List<Missing> MISSING = look();
}
