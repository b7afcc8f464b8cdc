package dev.parley.testkit.architecture;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Java source file.
 *
 * @param text as it stands
 * @param code the text without comments and without what is inside quotes
 */
public record SourceFile(Path path, String text, String code) {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import\\s+(?:static\\s+)?([\\w.*]+)\\s*;");
    private static final Pattern QUALIFIED = Pattern.compile("\\b([a-z]\\w*(?:\\.[a-z]\\w*)+)\\.[A-Z]\\w*");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:@\\w+\\s+)*(?:[a-z-]+\\s+)*(?:class|interface|record|enum|@interface)\\s+\\w+");
    private static final Pattern NOT_CODE = Pattern.compile(
            "\"\"\".*?(?<!\\\\)\"\"\"|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'(?:\\\\.|[^'\\\\])*'|//[^\n]*|/\\*.*?\\*/",
            Pattern.DOTALL);

    static SourceFile read(Path path) {
        return of(path, Reactor.read(path));
    }

    static SourceFile of(Path path, String text) {
        String code = NOT_CODE.matcher(text)
                .replaceAll(found -> switch (found.group().charAt(0)) {
                    case '"' -> "\"\"";
                    case '\'' -> "' '";
                    default -> " ";
                });
        return new SourceFile(path, text, code);
    }

    public String packageName() {
        Matcher found = PACKAGE.matcher(code);
        return found.find() ? found.group(1) : "";
    }

    /** The file's name without {@code .java}. */
    public String typeName() {
        String file = path.getFileName().toString();
        return file.substring(0, file.length() - ".java".length());
    }

    public boolean isPackageInfo() {
        return typeName().equals("package-info");
    }

    /** Everything it imports, as written. */
    public Set<String> imports() {
        Set<String> imports = new TreeSet<>();
        Matcher found = IMPORT.matcher(code);
        while (found.find()) {
            imports.add(found.group(1));
        }
        return imports;
    }

    /** The packages that it names, by import or in full, other than its own. */
    public Set<String> packagesNamed() {
        Set<String> packages = new TreeSet<>();
        Matcher found = QUALIFIED.matcher(code);
        while (found.find()) {
            packages.add(found.group(1));
        }
        packages.remove(packageName());
        return packages;
    }

    public int lines() {
        return (int) text.lines().count();
    }

    /** Lines from the declaration of its type to the end. */
    public int bodyLines() {
        Matcher found = TYPE.matcher(code);
        return found.find() ? (int) code.substring(found.start()).lines().count() : 0;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
