package dev.parley.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process: it finds the command among the bundles, calls it on the main thread and exits with its result. A signal
 * interrupts the command, which then has a few seconds to say goodbye to its peers.
 *
 * <p>It knows nothing of what the command does. The arguments travel in the property {@code parley.args}, each one ended by a
 * zero character, which no argument can hold.
 */
public final class Launcher {
    /** Where the distribution is: its folder {@code bundles} is looked into, and after it the folders of {@link #MORE}. */
    static final String HOME = "parley.home";
    /** More folders with bundles, separated as in a class path. */
    static final String MORE = "parley.bundles";
    /** The arguments. */
    static final String ARGUMENTS = "parley.args";

    /** No OSGi: everything on one class path. The launcher's own word, wherever it stands. */
    private static final String PLAIN = "--plain";
    /** EX_SOFTWARE of sysexits.h: the fault is in this program or its folder of bundles, not in what was asked. */
    private static final int BROKEN = 70;
    /** Two exchanges of DELETE with a peer that answers; one that does not is not worth waiting for. */
    private static final long GOODBYE_SECONDS = 5;

    private Launcher() {}

    public static void main(String[] arguments) {
        CountDownLatch returned = new CountDownLatch(1);
        Thread command = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(command, returned), "parley-signal"));
        int code = run(List.of(arguments));
        returned.countDown();
        System.exit(code);
    }

    private static int run(List<String> arguments) {
        boolean plain = arguments.contains(PLAIN);
        String joined = String.join(
                "",
                arguments.stream()
                        .filter(argument -> !argument.equals(PLAIN))
                        .map(argument -> argument + "\0")
                        .toList());
        try {
            List<Path> jars = new BundleFolder(folders()).jars();
            try (World world = plain ? PlainWorld.of(jars, joined) : OsgiWorld.boot(jars, joined)) {
                Callable<Integer> command = world.command();
                return command.call();
            }
        } catch (InterruptedException e) {
            return BROKEN;
        } catch (IOException e) {
            System.err.println("parley: " + e.getMessage());
            return BROKEN;
        } catch (Exception e) {
            System.err.println("parley: a bug, please report it with what follows");
            e.printStackTrace();
            return BROKEN;
        }
    }

    private static List<Path> folders() throws IOException {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IOException(
                    "start it with -D" + HOME + "=<folder of the distribution>, as the script 'parley' does");
        }
        List<Path> folders = new ArrayList<>(List.of(Path.of(home, "bundles")));
        Arrays.stream(System.getProperty(MORE, "").split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .forEach(folders::add);
        return folders;
    }

    private static void interrupt(Thread command, CountDownLatch returned) {
        if (returned.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            returned.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
