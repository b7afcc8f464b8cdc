package dev.parley.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Sends each test method to the copy of its class inside the container. */
final class ContainerExtension implements InvocationInterceptor, ParameterResolver {
    private static final ExtensionContext.Namespace CONTAINERS =
            ExtensionContext.Namespace.create(ContainerExtension.class);

    /** A container and the bundle in it that holds the test's classes; closed with the test class. */
    private record Probe(Container container, Bundle bundle) implements AutoCloseable {
        @Override
        public void close() throws BundleException, IOException {
            container.close();
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> outside, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        runInside(outside, call, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> outside, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        runInside(outside, call, context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BundleContext.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return probe(context).bundle().getBundleContext();
    }

    private static void runInside(
            Invocation<Void> outside, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        outside.skip();
        Class<?> inside =
                probe(context).bundle().loadClass(context.getRequiredTestClass().getName());
        Method method = inside.getDeclaredMethod(
                call.getExecutable().getName(), call.getExecutable().getParameterTypes());
        Constructor<?> constructor = inside.getDeclaredConstructor();
        method.setAccessible(true);
        constructor.setAccessible(true);
        try {
            method.invoke(constructor.newInstance(), call.getArguments().toArray());
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** The container of the test class, which JUnit closes when the class is done. */
    private static Probe probe(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return ofClass.getStore(CONTAINERS)
                .getOrComputeIfAbsent(context.getRequiredTestClass(), ContainerExtension::boot, Probe.class);
    }

    private static Probe boot(Class<?> test) {
        try {
            Container container = Container.start();
            try (InputStream classes = new ByteArrayInputStream(bundleOf(test))) {
                Bundle bundle = container.context().installBundle("test:" + test.getName(), classes);
                bundle.start();
                return new Probe(container, bundle);
            } catch (BundleException | IOException | URISyntaxException | RuntimeException e) {
                container.close();
                throw e;
            }
        } catch (BundleException | IOException | URISyntaxException e) {
            throw new IllegalStateException("the container for " + test.getName() + " did not start: " + e, e);
        }
    }

    private static byte[] bundleOf(Class<?> test) throws IOException, URISyntaxException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "dev.parley.test");
        manifest.getMainAttributes().putValue(Constants.DYNAMICIMPORT_PACKAGE, "*");
        Path root =
                Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest);
                Stream<Path> walk = Files.walk(root)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("META-INF/MANIFEST.MF"))
                    .toList();
            for (Path file : files) {
                out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        return jar.toByteArray();
    }
}
