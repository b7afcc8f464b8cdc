package dev.parley.testkit.architecture;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One module of the source tree.
 *
 * @param name its folder from the root, for example {@code framework/isakmp}
 */
public record ReactorModule(String name, Path folder) {
    public List<SourceFile> sources() {
        return read("src/main/java");
    }

    public List<SourceFile> testSources() {
        return read("src/test/java");
    }

    /** Packages with a main source. */
    public Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        sources().forEach(source -> packages.add(source.packageName()));
        return packages;
    }

    /** Packages that other bundles can import. */
    public Set<String> exportedPackages() {
        Set<String> exported = new TreeSet<>();
        for (SourceFile source : sources()) {
            if (source.isPackageInfo() && source.code().contains("@Export")) {
                exported.add(source.packageName());
            }
        }
        return exported;
    }

    /** Where the build puts classes, manifest and component descriptions. */
    public Path classes() {
        return folder.resolve("target/classes");
    }

    /** Whether it brings a contribution of its own. */
    public boolean contributes() {
        return sources().stream().anyMatch(source -> source.code().contains("@Contributes"));
    }

    private List<SourceFile> read(String below) {
        return Reactor.files(folder.resolve(below), ".java").stream()
                .map(SourceFile::read)
                .toList();
    }
}
