package dev.parley.testkit.architecture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that can be read off the source tree without building it. */
public final class SourceRules {
    /** A file that does not fit a mind is two files. */
    private static final int MOST_LINES = 500;

    /** A component only wires; what does something is a plain class. */
    private static final int MOST_COMPONENT_LINES = 60;

    private static final Set<String> COMPONENT_ANNOTATIONS =
            Set.of("org.osgi.service.component.annotations.", "dev.parley.isakmp.extension.Contributes");

    private static final Pattern WORLD = Pattern.compile("\\bjava\\.net\\.|\\bjava\\.nio\\.channels\\."
            + "|\\bThread\\b|\\bExecutors?\\b|\\bExecutorService\\b|\\bScheduledExecutorService\\b|\\bForkJoinPool\\b"
            + "|\\bTimer\\b");

    private static final Pattern CLOCK_OR_CHANCE = Pattern.compile(
            "\\bSystem\\.(nanoTime|currentTimeMillis)\\b"
                    + "|\\b(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\b|\\bClock\\.system"
                    + "|\\bSecureRandom\\b|\\bThreadLocalRandom\\b|\\bnew Random\\(\\)|\\bMath\\.random\\b|\\bUUID\\.randomUUID\\b");

    /** What nobody can say the duty of. */
    private static final Pattern EMPTY_NAME = Pattern.compile("(Manager|Helper|Utils?|Impl)$|^Abstract");

    private SourceRules() {}

    public static List<Rule> all() {
        return List.of(
                new Rule("framework imports no bundle", SourceRules::frameworkImportsNoBundle),
                new Rule("modules import along the arrows", SourceRules::importsFollowTheArrows),
                new Rule("a bundle imports of other bundles at most the spi of one", SourceRules::bundlesAreApart),
                new Rule("sockets, threads, clocks and chance are the host's", SourceRules::theWorldIsTheHosts),
                new Rule("components are thin and alone carry annotations", SourceRules::componentsAreThin),
                new Rule("exported packages say so fully", SourceRules::exportsAreComplete),
                new Rule("packages form no cycles", SourceRules::packagesFormNoCycles),
                new Rule("files are short", SourceRules::filesAreShort),
                new Rule("names say a duty", SourceRules::namesSayADuty));
    }

    private static List<String> frameworkImportsNoBundle(Reactor reactor) {
        return foreign(reactor, reactor.in("framework"))
                .filter(arrow -> !arrow.to.name().startsWith("framework/"))
                .map(arrow -> arrow + ": the framework knows no bundle; invert it by an extension point")
                .toList();
    }

    private static List<String> importsFollowTheArrows(Reactor reactor) {
        return foreign(reactor, Stream.concat(reactor.in("framework"), reactor.in("bundles")))
                .filter(arrow -> arrow.to.name().startsWith("framework/"))
                .filter(arrow -> !Arrows.allows(arrow.from, arrow.packageName))
                .map(arrow -> arrow + ": not an arrow of the architecture")
                .toList();
    }

    private static List<String> bundlesAreApart(Reactor reactor) {
        List<String> violations = new ArrayList<>();
        reactor.in("bundles").forEach(bundle -> {
            Set<String> plugged = new TreeSet<>();
            foreign(reactor, Stream.of(bundle))
                    .filter(arrow -> !arrow.to.name().startsWith("framework/"))
                    .forEach(arrow -> {
                        plugged.add(arrow.to.name());
                        if (!arrow.packageName.endsWith(".spi")) {
                            violations.add(arrow + ": of another bundle only its spi may be imported");
                        }
                    });
            if (plugged.size() > 1) {
                violations.add(bundle.name() + " plugs into " + plugged + ": make it one bundle for each");
            }
        });
        return violations;
    }

    private static List<String> theWorldIsTheHosts(Reactor reactor) {
        List<String> violations = new ArrayList<>();
        for (ReactorModule module : reactor.modules()) {
            String name = module.name();
            boolean host = name.matches("framework/(engine|launcher|testkit)|bundles/(operate|(transport|sink)\\..*)");
            if (host || name.startsWith("examples/") && !module.contributes()) {
                continue;
            }
            for (SourceFile source : module.sources()) {
                if (!name.equals("framework/simulator")) {
                    found(WORLD, source).ifPresent(violations::add);
                }
                found(CLOCK_OR_CHANCE, source).ifPresent(violations::add);
            }
        }
        return violations;
    }

    private static Optional<String> found(Pattern forbidden, SourceFile source) {
        var match = forbidden.matcher(source.code());
        return match.find()
                ? Optional.of(source + " uses " + match.group() + ": ask the environment, or return an effect")
                : Optional.empty();
    }

    private static List<String> componentsAreThin(Reactor reactor) {
        List<String> violations = new ArrayList<>();
        for (ReactorModule module : reactor.modules()) {
            List<SourceFile> annotated = module.sources().stream()
                    .filter(source -> source.imports().stream()
                            .anyMatch(name -> COMPONENT_ANNOTATIONS.stream().anyMatch(name::startsWith)))
                    .toList();
            for (SourceFile source : annotated) {
                if (!source.typeName().endsWith("Component")) {
                    violations.add(source + " carries component annotations: move them to the bundle's …Component");
                }
                if (source.bodyLines() > MOST_COMPONENT_LINES) {
                    violations.add(source + " has " + source.bodyLines() + " lines, a component has at most "
                            + MOST_COMPONENT_LINES + ": move what it does to a plain class");
                }
            }
            if (annotated.size() > 1) {
                violations.add(module.name() + " has " + annotated.size() + " components, one a bundle is the rule");
            }
        }
        return violations;
    }

    private static List<String> exportsAreComplete(Reactor reactor) {
        List<String> violations = new ArrayList<>();
        for (ReactorModule module : reactor.modules()) {
            for (SourceFile info : module.sources()) {
                if (!info.isPackageInfo() || !info.code().contains("@Export")) {
                    continue;
                }
                if (!info.code().replaceAll("\\s", "").contains("@Export(substitution=Export.Substitution.NOIMPORT)")) {
                    violations.add(info + ": write @Export(substitution = Export.Substitution.NOIMPORT)");
                }
                if (!Pattern.compile("@Version\\(\"\\d+\\.\\d+\\.\\d+\"\\)")
                        .matcher(info.text())
                        .find()) {
                    violations.add(info + " has no @Version of three numbers");
                }
                if (!info.text().stripLeading().startsWith("/**")) {
                    violations.add(info + " has no paragraph that says what the package is");
                }
                if (info.packageName().contains(".internal")) {
                    violations.add(info + " exports what is internal");
                }
            }
        }
        return violations;
    }

    private static List<String> packagesFormNoCycles(Reactor reactor) {
        List<String> violations = new ArrayList<>();
        for (ReactorModule module : reactor.modules()) {
            Set<String> own = module.packages();
            Map<String, Set<String>> arrows = new HashMap<>();
            for (SourceFile source : module.sources()) {
                Set<String> to = arrows.computeIfAbsent(source.packageName(), from -> new TreeSet<>());
                if (!source.isPackageInfo()) {
                    source.packagesNamed().stream().filter(own::contains).forEach(to::add);
                }
            }
            Map<String, Set<String>> circle = circleIn(arrows);
            if (!circle.isEmpty()) {
                violations.add(module.name() + " has packages in a circle: " + circle);
            }
        }
        return violations;
    }

    /** What is left when everything that ends somewhere, and everything that nothing leads to, is taken away. */
    private static Map<String, Set<String>> circleIn(Map<String, Set<String>> arrows) {
        Map<String, Set<String>> left = arrows;
        int before;
        do {
            before = left.size();
            Map<String, Set<String>> now = left;
            Set<String> reached = now.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            Set<String> kept = now.keySet().stream()
                    .filter(from -> reached.contains(from) && !now.get(from).isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
            left = kept.stream()
                    .collect(Collectors.toMap(
                            from -> from,
                            from -> now.get(from).stream()
                                    .filter(kept::contains)
                                    .collect(Collectors.toCollection(TreeSet::new))));
        } while (left.size() < before);
        return left;
    }

    private static List<String> filesAreShort(Reactor reactor) {
        return reactor.modules().stream()
                .flatMap(module -> Stream.concat(module.sources().stream(), module.testSources().stream()))
                .filter(source -> source.lines() > MOST_LINES)
                .map(source -> source + " has " + source.lines() + " lines, " + MOST_LINES + " is the most")
                .toList();
    }

    private static List<String> namesSayADuty(Reactor reactor) {
        return reactor.modules().stream()
                .flatMap(module -> module.sources().stream())
                .filter(source -> EMPTY_NAME.matcher(source.typeName()).find())
                .map(source -> source + ": name it by what it does")
                .toList();
    }

    private record Arrow(SourceFile source, ReactorModule from, ReactorModule to, String packageName) {
        @Override
        public String toString() {
            return source + " imports " + packageName + " of " + to.name();
        }
    }

    /** Every import of another module's package. */
    private static Stream<Arrow> foreign(Reactor reactor, Stream<ReactorModule> modules) {
        Map<String, ReactorModule> owners = new HashMap<>();
        reactor.modules().forEach(module -> module.packages().forEach(name -> owners.putIfAbsent(name, module)));
        return modules.flatMap(module -> module.sources().stream()
                .flatMap(source -> source.packagesNamed().stream()
                        .filter(owners::containsKey)
                        .filter(name -> !owners.get(name).equals(module))
                        .map(name -> new Arrow(source, module, owners.get(name), name))));
    }
}
