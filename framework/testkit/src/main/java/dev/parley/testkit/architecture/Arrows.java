package dev.parley.testkit.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which module may import which: the picture of the architecture as a table. */
final class Arrows {
    private static final Set<String> EVERYTHING_UNREAL_AND_REAL =
            Set.of("isakmp", "crypto", "ipsec", "capture", "engine", "simulator");

    /** By module; a name that ends with {@code *} stands for all that begin so. What is not here has the last row's. */
    private static final List<Map.Entry<String, Set<String>>> TABLE = List.of(
            Map.entry("framework/isakmp", Set.of()),
            Map.entry("framework/crypto", Set.of("isakmp")),
            Map.entry("framework/ipsec", Set.of("isakmp", "crypto")),
            Map.entry("framework/capture", Set.of("isakmp")),
            Map.entry("framework/engine", Set.of("isakmp")),
            Map.entry("framework/simulator", Set.of("isakmp", "crypto", "ipsec", "capture", "engine")),
            Map.entry("framework/testkit", EVERYTHING_UNREAL_AND_REAL),
            Map.entry("framework/launcher", Set.of()),
            Map.entry("bundles/oakley", Set.of("isakmp", "crypto")),
            Map.entry("bundles/ciphers", Set.of("isakmp", "crypto")),
            Map.entry("bundles/kex.*", Set.of("isakmp", "crypto")),
            Map.entry("bundles/transport.*", Set.of("isakmp", "engine.transport")),
            Map.entry("bundles/sink.*", Set.of("isakmp", "ipsec")),
            Map.entry("bundles/operate", EVERYTHING_UNREAL_AND_REAL),
            Map.entry("bundles/*", Set.of("isakmp", "crypto", "ipsec")));

    private static final String ROOT = "dev.parley.";

    private Arrows() {}

    /** Whether {@code module} may import {@code packageName}, which is a framework module's. */
    static boolean allows(ReactorModule module, String packageName) {
        return TABLE.stream()
                .filter(row -> matches(row.getKey(), module.name()))
                .findFirst()
                .map(row -> row.getValue().stream().anyMatch(part -> within(ROOT + part, packageName)))
                .orElse(true);
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private static boolean within(String part, String packageName) {
        return packageName.equals(part) || packageName.startsWith(part + ".");
    }
}
