package dev.parley.testkit.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source tree: a folder whose {@code pom.xml} lists modules, and the modules. */
public record Reactor(Path root, List<ReactorModule> modules) {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    public Reactor {
        modules = List.copyOf(modules);
    }

    /** The tree whose root is {@code root}. */
    public static Reactor at(Path root) {
        List<ReactorModule> modules = new ArrayList<>();
        Matcher listed = MODULE.matcher(read(root.resolve("pom.xml")));
        while (listed.find()) {
            modules.add(new ReactorModule(listed.group(1), root.resolve(listed.group(1))));
        }
        return new Reactor(root, modules);
    }

    /** The tree that {@code folder} lies in: a test runs in its module's folder. */
    public static Reactor around(Path folder) {
        for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            Path pom = at.resolve("pom.xml");
            if (Files.exists(pom) && MODULE.matcher(read(pom)).find()) {
                return at(at);
            }
        }
        throw new IllegalStateException("no pom.xml with modules is found in or above " + folder.toAbsolutePath());
    }

    /** The same tree as if it had these modules alone. */
    public Reactor only(String... names) {
        Set<String> kept = Set.of(names);
        return new Reactor(
                root,
                modules.stream().filter(module -> kept.contains(module.name())).toList());
    }

    /** Modules in the folder {@code framework}, {@code bundles} or {@code examples}. */
    public Stream<ReactorModule> in(String folder) {
        return modules.stream().filter(module -> module.name().startsWith(folder + "/"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Regular files below {@code folder} whose name ends with {@code ending}; none if there is no such folder. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed", e);
        }
    }
}
