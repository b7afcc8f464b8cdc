package dev.parley.operate.plugins;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** The bundles of an OSGi framework, with what their manifests declare. */
public final class InstalledBundles implements Plugins {
    private static final String EXTENSION = "parley.extension";
    private static final String POINT = "parley.point";

    /** In the words of a framework, which writes the requirement as a filter. */
    private static final Pattern MISSING_PACKAGE =
            Pattern.compile("osgi\\.wiring\\.package=([A-Za-z0-9_.]+)\\)((?:\\(!?\\(?version[<>=]+[0-9.]+\\)+)*)");

    private final BundleContext context;

    public InstalledBundles(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<Plugin> installed() {
        ClassSpace space = ClassSpace.ofEngine();
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
                .sorted(Comparator.comparing(InstalledBundles::name))
                .map(bundle -> plugin(bundle, space))
                .toList();
    }

    private static Plugin plugin(Bundle bundle, ClassSpace space) {
        boolean running =
                bundle.getState() == Bundle.ACTIVE || bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        return new Plugin(
                name(bundle),
                bundle.getVersion().toString(),
                running,
                running ? space.stranger(bundle) : Optional.of(why(bundle)),
                capabilities(bundle, POINT).stream()
                        .map(one -> text(one, "point"))
                        .toList(),
                capabilities(bundle, EXTENSION).stream()
                        .flatMap(one -> keys(one).stream())
                        .toList());
    }

    /** The framework keeps no reason: it is asked once more, and says it again. */
    private static String why(Bundle bundle) {
        if (bundle.getState() != Bundle.INSTALLED) {
            return "it was stopped";
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "what it needs has come since, and it has been started now";
        } catch (BundleException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
            Matcher missing = MISSING_PACKAGE.matcher(why);
            return missing.find()
                    ? "it imports package " + missing.group(1) + ", which no bundle exports"
                            + (missing.group(2).isEmpty() ? "" : " in a version it takes: " + missing.group(2))
                    : why;
        }
    }

    private static List<BundleCapability> capabilities(Bundle bundle, String namespace) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : revision.getDeclaredCapabilities(namespace);
    }

    private static List<Declared> keys(BundleCapability capability) {
        List<Declared> declared = new ArrayList<>();
        if (capability.getAttributes().get("key") instanceof List<?> keys) {
            keys.forEach(key -> declared.add(new Declared(text(capability, "point"), String.valueOf(key))));
        }
        return declared;
    }

    private static String text(BundleCapability capability, String attribute) {
        return String.valueOf(capability.getAttributes().get(attribute));
    }

    private static String name(Bundle bundle) {
        return Optional.ofNullable(bundle.getSymbolicName()).orElse(bundle.getLocation());
    }
}
