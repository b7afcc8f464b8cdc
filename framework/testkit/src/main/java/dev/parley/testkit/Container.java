package dev.parley.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/**
 * An OSGi framework inside the test's JVM, with every bundle of the class path installed and started: jars as they are, and
 * {@code target/classes} of modules that are not packed yet. Which framework is the class path's choice.
 */
public final class Container implements AutoCloseable {
    /** How long a service may take to appear, or the framework to stop, on a busy machine; reached only by what is broken. */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** One copy for the test and what it starts: JUnit and AssertJ judge objects of both. */
    private static final String SHARED =
            "dev.parley.testkit,org.junit.*,org.assertj.*,org.opentest4j.*,org.apiguardian.*,sun.misc";

    /** Felix would otherwise look on the class path for what a bundle cannot find, if it guesses that a library asks. */
    private static final String NO_GUESSING = "felix.bootdelegation.implicit";

    private static final String FROM_CLASS_PATH = Stream.of("", ".event", ".helpers", ".spi")
            .map(part -> "org.slf4j" + part + ";version=2.0.20")
            .reduce("sun.misc", (all, one) -> all + "," + one);

    /** Symbolic names, or beginnings of them, of what is on the class path as a library and not a bundle under test. */
    private static final List<String> LIBRARIES = List.of(
            "dev.parley.testkit",
            "dev.parley.launcher",
            "junit-",
            "org.opentest4j",
            "org.apiguardian",
            "assertj-core",
            "org.assertj",
            "net.bytebuddy",
            "com.tngtech.archunit",
            "slf4j",
            "org.apache.felix.framework",
            "org.eclipse.osgi",
            "osgi.core",
            "osgi.annotation");

    private final Framework framework;
    private final Path storage;

    private Container(Framework framework, Path storage) {
        this.framework = framework;
        this.storage = storage;
    }

    /** Starts a framework with all bundles of the class path. */
    public static Container start() throws BundleException, IOException {
        Path storage = Files.createTempDirectory("parley-container");
        Container container = new Container(framework(storage), storage);
        try {
            container.framework.init();
            List<Bundle> bundles = container.install();
            container.framework.start();
            for (Bundle bundle : bundles) {
                if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                    bundle.start();
                }
            }
            return container;
        } catch (BundleException | IOException | RuntimeException e) {
            container.close();
            throw e;
        }
    }

    /** The system bundle's context. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** The bundle with this symbolic name. */
    public static Optional<Bundle> bundle(BundleContext context, String symbolicName) {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    /** A service of {@code type}, as soon as there is one; an {@link AssertionError} if none comes. */
    public static <S> S await(BundleContext context, Class<S> type) throws InterruptedException {
        return await(context, type, "(" + Constants.OBJECTCLASS + "=*)");
    }

    /** The same, of those that match an OSGi filter, for example {@code (component.name=…)}. */
    public static <S> S await(BundleContext context, Class<S> type, String filter) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, filterFor(type, filter), null);
        tracker.open();
        try {
            S service = tracker.waitForService(PATIENCE_MILLIS);
            if (service == null) {
                throw new AssertionError(
                        "no service " + type.getName() + " " + filter + " has come; is the bundle that "
                                + "brings it, and org.apache.felix.scr, on the class path of the test?");
            }
            return service;
        } finally {
            tracker.close();
        }
    }

    private static Filter filterFor(Class<?> type, String filter) {
        try {
            return FrameworkUtil.createFilter(
                    "(&(" + Constants.OBJECTCLASS + "=" + type.getName() + ")" + filter + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("'" + filter + "' is no filter: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws BundleException, IOException {
        framework.stop();
        try {
            framework.waitForStop(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(storage)) {
            files.sorted(Comparator.reverseOrder()).forEach(Container::delete);
        }
    }

    private static Framework framework(Path storage) {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no OSGi framework is on the class path: add org.apache.felix.framework"));
        return factory.newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_BUNDLE_PARENT,
                Constants.FRAMEWORK_BUNDLE_PARENT_APP,
                Constants.FRAMEWORK_BOOTDELEGATION,
                SHARED,
                NO_GUESSING,
                "false",
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                FROM_CLASS_PATH));
    }

    private List<Bundle> install() throws IOException, BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (URL manifest : Collections.list(Container.class.getClassLoader().getResources(MANIFEST))) {
            Optional<String> name = symbolicName(manifest);
            if (name.isPresent() && LIBRARIES.stream().noneMatch(name.get()::startsWith)) {
                installed.add(context().installBundle("reference:" + root(manifest)));
            }
        }
        return installed;
    }

    private static Optional<String> symbolicName(URL manifest) throws IOException {
        try (InputStream in = manifest.openStream()) {
            return Optional.ofNullable(new Manifest(in).getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME));
        }
    }

    /** The jar or folder that holds the manifest. */
    private static String root(URL manifest) {
        String url = manifest.toString();
        String holder = url.substring(0, url.length() - MANIFEST.length());
        return holder.startsWith("jar:") ? holder.substring("jar:".length(), holder.length() - "!/".length()) : holder;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
