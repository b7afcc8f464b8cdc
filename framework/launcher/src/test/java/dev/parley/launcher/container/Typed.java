package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Container;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/** Commands, as a person types them, in a framework that runs; and what they print. */
final class Typed {
    private static final String ARGUMENTS = "parley.args";

    /** Reached only by what is broken. */
    private static final long PATIENCE_SECONDS = 60;

    private final Callable<?> command;

    Typed(BundleContext context) throws InterruptedException {
        command = Container.await(context, Callable.class, "(parley.main=true)");
    }

    /** What {@code words} prints, errors too. */
    String say(String... words) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream into = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setProperty(ARGUMENTS, String.join("\0", List.of(words)) + "\0");
        System.setOut(into);
        System.setErr(into);
        try {
            command.call();
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.clearProperty(ARGUMENTS);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the daemon at the socket {@code control} shows a list that has {@code pattern} in it. */
    void await(String control, String pattern) throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String list;
        do {
            list = Files.exists(Path.of(control)) ? say("list", "--control", control) : "";
        } while (!list.matches("(?s).*" + pattern + ".*") && System.nanoTime() < giveUp);
        assertThat(list).containsPattern(pattern);
    }

    /** Begins a command that lasts; an interrupt ends it. What it prints is not kept. */
    Thread begin(String... words) {
        System.setProperty(ARGUMENTS, String.join("\0", List.of(words)) + "\0");
        Thread thread = new Thread(() -> {
            try {
                command.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }
}
