package dev.parley.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/** A framework with every jar installed and started where it lies; its storage is a temporary folder that goes with it. */
final class OsgiWorld implements World {
    private static final String SLF4J = "2.0.20";
    /** Starting takes under a second on two cores; a machine that needs this long is stuck. */
    private static final long COMMAND_SECONDS = 10;

    private static final long STOP_SECONDS = 5;

    private final Framework framework;
    private final Path storage;

    private OsgiWorld(Framework framework, Path storage) {
        this.framework = framework;
        this.storage = storage;
    }

    static OsgiWorld boot(List<Path> jars, String arguments) throws IOException {
        Path storage = Files.createTempDirectory("parley-");
        Framework framework = ServiceLoader.load(FrameworkFactory.class, OsgiWorld.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IOException("no OSGi framework is on the launcher's class path"))
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        loggingPackages(),
                        "felix.shutdown.hook",
                        "false",
                        Launcher.ARGUMENTS,
                        arguments));
        OsgiWorld world = new OsgiWorld(framework, storage);
        try {
            framework.init();
            List<Bundle> bundles = install(framework.getBundleContext(), jars);
            framework.start();
            bundles.forEach(OsgiWorld::start);
            return world;
        } catch (BundleException e) {
            world.close();
            throw new IOException("the OSGi framework does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public Callable<Integer> command() throws IOException, InterruptedException {
        BundleContext context = framework.getBundleContext();
        try {
            ServiceTracker<Callable<Integer>, Callable<Integer>> tracker = new ServiceTracker<>(
                    context,
                    context.createFilter("(&(objectClass=java.util.concurrent.Callable)(parley.main=true))"),
                    null);
            tracker.open();
            Callable<Integer> command = tracker.waitForService(TimeUnit.SECONDS.toMillis(COMMAND_SECONDS));
            if (command == null) {
                throw new IOException(
                        "no command after " + COMMAND_SECONDS
                                + " s: dev.parley.operate is missing from the folder of bundles, or a bundle it needs did not start");
            }
            return command;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            framework.stop();
            framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (BundleException e) {
            System.err.println("parley: the OSGi framework does not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(storage)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Bundle> install(BundleContext context, List<Path> jars) {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            try {
                Bundle bundle = context.installBundle(
                        "reference:" + jar.toAbsolutePath().toUri());
                if (bundle.getSymbolicName() == null) {
                    bundle.uninstall();
                    throw new BundleException("its manifest has no Bundle-SymbolicName; --plain takes it as it is");
                }
                bundles.add(bundle);
            } catch (BundleException e) {
                System.err.println("parley: " + jar.getFileName() + " is no bundle: " + firstLine(e));
            }
        }
        return bundles;
    }

    private static void start(Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            System.err.println(
                    "parley: " + bundle.getSymbolicName() + " did not start, the others did: " + firstLine(e));
        }
    }

    /** The bundles' SLF4J is the launcher's, so that logging works before any bundle is started. */
    private static String loggingPackages() {
        return String.join(
                ",",
                Stream.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi")
                        .map(name -> name + ";version=" + SLF4J)
                        .toList());
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceAll(" Unresolved requirements:.*", "");
    }
}
