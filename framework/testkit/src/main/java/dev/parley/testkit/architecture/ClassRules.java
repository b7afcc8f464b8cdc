package dev.parley.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.ThrowsDeclaration;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that need the modules built: they read {@code target/classes} of each. */
public final class ClassRules {
    private static final String CONTRIBUTION = "dev.parley.isakmp.extension.Contribution";

    /** What hosts protocols must not know one. */
    private static final List<String> PROTOCOLS = List.of("ikev1", "ikev2", "kink", "oakley");

    private static final Pattern IMPLEMENTATION = Pattern.compile("<implementation class=\"([^\"]+)\"");

    private ClassRules() {}

    public static List<Rule> all() {
        return List.of(
                new Rule("the core's class files name no protocol", ClassRules::coreNamesNoProtocol),
                new Rule("exported packages mention only java and the framework", ClassRules::exportedApiIsNeutral),
                new Rule("META-INF/services names the component", ClassRules::servicesNameTheComponent));
    }

    private static List<String> coreNamesNoProtocol(Reactor reactor) {
        ReactorModule core = reactor.modules().stream()
                .filter(module -> module.name().equals("framework/isakmp"))
                .findFirst()
                .orElseThrow();
        List<String> violations = new ArrayList<>();
        for (Path file : built(core)) {
            // Names and strings of a class file stand in it as they are; RFC citations are comments and do not.
            String content = new String(octets(file), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            PROTOCOLS.stream()
                    .filter(content::contains)
                    .forEach(protocol ->
                            violations.add(file + " names " + protocol + ": the core hosts protocols and knows none"));
        }
        return violations;
    }

    private static List<String> exportedApiIsNeutral(Reactor reactor) {
        Set<String> framework = reactor.in("framework")
                .flatMap(module -> module.packages().stream())
                .collect(Collectors.toSet());
        List<String> violations = new ArrayList<>();
        for (ReactorModule module : reactor.modules()) {
            Set<String> exported = module.exportedPackages();
            if (exported.isEmpty()) {
                continue;
            }
            built(module);
            for (JavaClass type : new ClassFileImporter().importPath(module.classes())) {
                if (exported.contains(type.getPackageName()) && visible(type)) {
                    mentioned(type)
                            .filter(name -> !name.getPackageName().startsWith("java."))
                            .filter(name -> !framework.contains(name.getPackageName()))
                            .filter(name -> !exported.contains(name.getPackageName()))
                            .map(name -> type.getName() + " mentions " + name.getName()
                                    + " where other bundles see it: wrap it, or keep the package to yourself")
                            .forEach(violations::add);
                }
            }
        }
        return violations.stream().distinct().sorted().toList();
    }

    private static List<String> servicesNameTheComponent(Reactor reactor) {
        List<String> violations = new ArrayList<>();
        for (ReactorModule module : reactor.modules()) {
            Set<String> components = new TreeSet<>();
            for (Path description : Reactor.files(module.classes().resolve("OSGI-INF"), ".xml")) {
                String xml = Reactor.read(description);
                Matcher implementation = IMPLEMENTATION.matcher(xml);
                if (xml.contains("<provide interface=\"" + CONTRIBUTION + "\"") && implementation.find()) {
                    components.add(implementation.group(1));
                }
            }
            Path file = module.classes().resolve("META-INF/services/" + CONTRIBUTION);
            Set<String> named = new TreeSet<>();
            if (Files.exists(file)) {
                Reactor.read(file)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(named::add);
            }
            if (module.contributes()) {
                built(module);
            }
            if (!named.equals(components)) {
                violations.add(module.name() + ": " + file.getFileName() + " names " + named + ", its components are "
                        + components);
            }
        }
        return violations;
    }

    /** The class files of a module; a rule that finds none would pass for the wrong reason. */
    private static List<Path> built(ReactorModule module) {
        List<Path> files = Reactor.files(module.classes(), ".class");
        if (files.isEmpty()) {
            throw new IllegalStateException(module.name() + " is not built: run this after mvn package of all modules");
        }
        return files;
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static boolean visible(JavaClass type) {
        boolean itself = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        Optional<JavaClass> around = type.getEnclosingClass();
        return itself && around.map(ClassRules::visible).orElse(true);
    }

    private static Stream<JavaClass> mentioned(JavaClass type) {
        Stream<JavaClass> above = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
        Stream<JavaClass> members =
                type.getMembers().stream().filter(ClassRules::visible).flatMap(ClassRules::mentioned);
        return Stream.concat(above, members)
                .map(JavaClass::getBaseComponentType)
                .filter(name -> !name.isPrimitive());
    }

    private static Stream<JavaClass> mentioned(JavaMember member) {
        Stream<JavaClass> types = member.getAllInvolvedRawTypes().stream();
        return member instanceof JavaCodeUnit unit
                ? Stream.concat(types, unit.getThrowsClause().stream().map(ThrowsDeclaration::getRawType))
                : types;
    }

    private static boolean visible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }
}
