package dev.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code parley}, in a tree of nothing but its name, with a Java and a Maven that only say what they were told. */
@Timeout(120)
class ScriptTest {
    @TempDir
    Path folder;

    private Path tree;
    private Path home;

    @BeforeEach
    void make_a_tree() throws IOException {
        tree = Files.createDirectories(folder.toRealPath().resolve("a tree's name"));
        home = tree.resolve("framework/launcher/target/parley");
        Files.copy(Path.of("../../parley"), tree.resolve("parley"));
        Files.createDirectories(tree.resolve("bundles"));
        Files.createFile(tree.resolve("pom.xml"));
        program("jdk/bin/java", "for word; do echo \"$word\"; done");
        program("bin/mvn", "mkdir -p framework/launcher/target/parley; echo '[INFO] BUILD SUCCESS'");
    }

    @Test
    void a_link_to_it_finds_the_tree() throws Exception {
        Files.createDirectories(home);
        Files.createFile(home.resolve("ready"));
        Path link = Files.createSymbolicLink(folder.resolve("parley-here"), tree.resolve("parley"));
        assertThat(run(link, "plugins")).contains("-Dparley.home=" + home).endsWith("plugins\n");
    }

    @Test
    void a_build_that_was_killed_is_not_waited_for() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(home.getParent());
        Path lock = Files.createSymbolicLink(home.resolveSibling("lock"), Path.of(Long.toString(dead.pid())));
        assertThat(run(tree.resolve("parley"), "plugins"))
                .contains("parley: another one builds here", "parley: building, since this is its first use")
                .endsWith("plugins\n");
        assertThat(Files.isSymbolicLink(lock)).isFalse();
        assertThat(home.resolve("ready")).exists();
    }

    private String run(Path script, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", folder.resolve("jdk").toString(),
                        "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"),
                        "HOME", folder.toString()));
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        return Files.readString(folder.resolve("said"));
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
