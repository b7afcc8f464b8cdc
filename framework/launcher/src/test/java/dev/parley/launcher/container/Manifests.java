package dev.parley.launcher.container;

import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** What a bundle says of itself in its manifest and its files, and what it does; sorted. */
final class Manifests {
    private static final String CONTRIBUTION = Contribution.class.getName();
    private static final Pattern IMPLEMENTATION = Pattern.compile("<implementation class=\"([^\"]+)\"");

    private Manifests() {}

    /** {@code point key} of every {@code parley.extension} capability. */
    static List<String> capabilities(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities("parley.extension").stream()
                .flatMap(capability -> ((List<?>) capability.getAttributes().get("key"))
                        .stream().map(key -> capability.getAttributes().get("point") + " " + key))
                .sorted()
                .toList();
    }

    /** {@code point key} of everything that its contribution holds now. */
    static List<String> contributed(Bundle bundle) {
        return Stream.ofNullable(bundle.getRegisteredServices())
                .flatMap(Stream::of)
                .map(reference -> bundle.getBundleContext().getService((ServiceReference<?>) reference))
                .filter(Contribution.class::isInstance)
                .flatMap(service -> ((Contribution) service).extensions().stream())
                .map(extension -> point(extension.getClass()).orElse("?") + " " + extension.key())
                .sorted()
                .toList();
    }

    /** The classes of its components that are contributions. */
    static List<String> components(Bundle bundle) {
        String files = Optional.ofNullable(bundle.getHeaders().get("Service-Component"))
                .orElse("");
        return Stream.of(files.split(","))
                .map(String::strip)
                .filter(file -> file.startsWith("OSGI-INF"))
                .map(file -> text(bundle, file))
                .filter(xml -> xml.contains("<provide interface=\"" + CONTRIBUTION + "\""))
                .map(Manifests::implementation)
                .sorted()
                .toList();
    }

    /** The classes that {@link java.util.ServiceLoader} would find in it. */
    static List<String> services(Bundle bundle) {
        return text(bundle, "META-INF/services/" + CONTRIBUTION)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }

    private static String implementation(String xml) {
        Matcher found = IMPLEMENTATION.matcher(xml);
        return found.find() ? found.group(1) : "?";
    }

    private static Optional<String> point(Class<?> type) {
        Optional<String> own = Stream.of(type.getInterfaces())
                .map(known -> Optional.ofNullable(known.getAnnotation(ExtensionPoint.class))
                        .map(ExtensionPoint::value)
                        .or(() -> Extension.class.isAssignableFrom(known) ? point(known) : Optional.empty()))
                .flatMap(Optional::stream)
                .findFirst();
        return own.or(() -> Optional.<Class<?>>ofNullable(type.getSuperclass()).flatMap(Manifests::point));
    }

    private static String text(Bundle bundle, String path) {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            return "";
        }
        try (var in = entry.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(path + " of " + bundle.getSymbolicName() + " cannot be read", e);
        }
    }
}
