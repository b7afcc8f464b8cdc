package dev.parley.testkit.architecture;

import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules about what bundles really contribute: they load every contribution that the caller's class path names. */
public final class ClassPathRules {
    private static final String NAMESPACE = "parley.extension";
    private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?:^|;)\\s*(\\w+)(?::[\\w<>]+)?=(?:\"([^\"]*)\"|([^;\"]*))");

    private ClassPathRules() {}

    /** Where manifest and contribution disagree about what a bundle adds. */
    public static List<String> manifestsAgreeWithContributions() throws IOException {
        List<String> violations = new ArrayList<>();
        for (Contribution contribution : ServiceLoader.load(Contribution.class)) {
            Set<String> made = new TreeSet<>();
            for (Extension extension : contribution.extensions()) {
                Set<String> points = points(extension.getClass());
                if (points.isEmpty()) {
                    violations.add(extension.getClass().getName() + " implements no interface with @ExtensionPoint");
                }
                points.forEach(point -> made.add(point + "=" + extension.key()));
            }
            Set<String> declared = declared(manifest(contribution.getClass()));
            if (!declared.equals(made)) {
                violations.add(contribution.getClass().getName() + " contributes " + made + ", its @Contributes say "
                        + declared);
            }
        }
        return violations;
    }

    /** What a manifest declares, as {@code point=key}. */
    static Set<String> declared(Manifest manifest) {
        Set<String> declared = new TreeSet<>();
        String header = manifest.getMainAttributes().getValue("Provide-Capability");
        Matcher clause = CLAUSE.matcher(header == null ? "" : header);
        while (clause.find()) {
            if (clause.group().startsWith(NAMESPACE + ";")) {
                String point = attribute(clause.group(), "point");
                for (String key : attribute(clause.group(), "key").split(",")) {
                    declared.add(point + "=" + key);
                }
            }
        }
        return declared;
    }

    private static String attribute(String clause, String name) {
        Matcher attribute = ATTRIBUTE.matcher(clause);
        while (attribute.find()) {
            if (attribute.group(1).equals(name)) {
                return attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
            }
        }
        return "";
    }

    private static Set<String> points(Class<?> type) {
        Set<String> points = new TreeSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> implemented : at.getInterfaces()) {
                ExtensionPoint point = implemented.getAnnotation(ExtensionPoint.class);
                if (point != null) {
                    points.add(point.value());
                }
                points.addAll(points(implemented));
            }
        }
        return points;
    }

    private static Manifest manifest(Class<?> type) throws IOException {
        Path holder = holder(type);
        if (Files.isDirectory(holder)) {
            try (InputStream in = Files.newInputStream(holder.resolve(JarFile.MANIFEST_NAME))) {
                return new Manifest(in);
            }
        }
        try (JarFile jar = new JarFile(holder.toFile())) {
            return jar.getManifest();
        }
    }

    private static Path holder(Class<?> type) throws IOException {
        try {
            URI location =
                    type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IOException("the class path entry of " + type.getName() + " has no path", e);
        }
    }
}
