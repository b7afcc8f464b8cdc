package dev.parley.examples.realpeers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands that end by themselves, each under a time limit. */
final class Shell {
    /** What a command said, errors included, and how it ended. */
    record Outcome(int exit, String output) {
        /** The output, if the command succeeded. */
        String orFail(String what) {
            if (exit != 0) {
                throw new AssertionError(what + " ended with " + exit + ":\n" + output);
            }
            return output;
        }
    }

    private Shell() {}

    static Outcome run(List<String> command) {
        return run(Map.of(), command);
    }

    /** Runs {@code command} with more variables in its environment. */
    static Outcome run(Map<String, String> variables, List<String> command) {
        ProcessBuilder builder = limited(LIMIT_SECONDS, command);
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** {@code command}, to be ended after so many seconds whatever happens to this JVM; errors go where output goes. */
    static ProcessBuilder limited(int seconds, List<String> command) {
        List<String> limited = new ArrayList<>(List.of("timeout", "-k", "2", String.valueOf(seconds)));
        limited.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(limited).redirectErrorStream(true);
        // an ordinary user's path lacks the folders of ip and swanctl
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        return builder;
    }

    /** Longer than any command here needs on a busy machine of two cores. */
    private static final int LIMIT_SECONDS = 60;
}
