package dev.parley.operate.plugins;

import dev.parley.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Whose classes the engine knows as its own. A bundle that is wired to another copy of the framework runs, contributes, and is never
 * heard, since its interfaces are others.
 */
final class ClassSpace {
    private static final String OURS = "dev.parley.";

    private final Map<String, BundleRevision> providers = new LinkedHashMap<>();

    private ClassSpace() {}

    /** What the engine that runs is wired to; nothing if there is no framework. */
    static ClassSpace ofEngine() {
        ClassSpace space = new ClassSpace();
        Optional.ofNullable(FrameworkUtil.getBundle(Engine.class))
                .flatMap(ClassSpace::wiring)
                .ifPresent(wiring -> {
                    for (BundleCapability own : wiring.getCapabilities(BundleRevision.PACKAGE_NAMESPACE)) {
                        space.providers.put(packageOf(own), own.getRevision());
                    }
                    for (BundleWire wire : wiring.getRequiredWires(BundleRevision.PACKAGE_NAMESPACE)) {
                        space.providers.put(
                                packageOf(wire.getCapability()),
                                wire.getCapability().getRevision());
                    }
                });
        return space;
    }

    /** Why {@code bundle} is in another space, in a line; empty if it is not. */
    Optional<String> stranger(Bundle bundle) {
        return wiring(bundle).stream()
                .flatMap(wiring -> wiring.getRequiredWires(BundleRevision.PACKAGE_NAMESPACE).stream())
                .map(BundleWire::getCapability)
                .filter(there -> packageOf(there).startsWith(OURS))
                .filter(there -> providers.getOrDefault(packageOf(there), there.getRevision()) != there.getRevision())
                .findFirst()
                .map(there -> "wired to " + named(there.getRevision()) + ", the engine uses "
                        + named(providers.get(packageOf(there)))
                        + ": what it contributes is never found; build it against the engine's, or remove the other");
    }

    private static Optional<BundleWiring> wiring(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class));
    }

    private static String packageOf(BundleCapability capability) {
        return String.valueOf(capability.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE));
    }

    private static String named(BundleRevision revision) {
        return revision.getSymbolicName() + " " + revision.getVersion();
    }
}
