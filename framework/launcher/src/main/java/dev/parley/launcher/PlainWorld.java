package dev.parley.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;

/** All jars on one class path; the command is found as {@link ServiceLoader} finds things. */
final class PlainWorld implements World {
    private final URLClassLoader loader;

    private PlainWorld(URLClassLoader loader) {
        this.loader = loader;
    }

    static PlainWorld of(List<Path> jars, String arguments) throws IOException {
        return of(jars, arguments, PlainWorld.class.getClassLoader());
    }

    /** @param parent has what the jars need and do not bring: SLF4J */
    static PlainWorld of(List<Path> jars, String arguments, ClassLoader parent) throws IOException {
        System.setProperty(Launcher.ARGUMENTS, arguments);
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return new PlainWorld(new URLClassLoader("parley", urls, parent));
    }

    @Override
    @SuppressWarnings("unchecked") // the contract of the service: it returns an exit code
    public Callable<Integer> command() throws IOException {
        try {
            Iterator<Callable<Integer>> found = (Iterator<Callable<Integer>>)
                    (Iterator<?>) ServiceLoader.load(Callable.class, loader).iterator();
            if (found.hasNext()) {
                return found.next();
            }
        } catch (ServiceConfigurationError e) {
            throw new IOException("the command does not start on a plain class path: " + e.getMessage());
        }
        throw new IOException("no jar brings a command: dev.parley.operate is missing from the folder of bundles");
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
