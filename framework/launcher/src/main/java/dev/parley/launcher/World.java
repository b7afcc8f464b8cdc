package dev.parley.launcher;

import java.io.IOException;
import java.util.concurrent.Callable;

/** Where the bundles live: an OSGi framework, or a plain class path. */
interface World extends AutoCloseable {
    /**
     * The one service that is the command; it returns the exit code.
     *
     * @throws IOException if there is none, saying why
     */
    Callable<Integer> command() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
