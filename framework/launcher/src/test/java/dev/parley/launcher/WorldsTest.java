package dev.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldsTest {
    /** What goes into the container, of all that a test's class path has. */
    private static final Pattern BUNDLE = Pattern.compile(
            "/(dev\\.parley\\.(?!launcher|testkit)|org\\.apache\\.felix\\.scr|gson|picocli|bcprov"
                    + "|org\\.osgi\\.(service\\.component-|util|namespace))[^/]*\\.jar$|/(framework/(?!launcher|testkit)|bundles/)[^/]+/target/classes$");

    @TempDir
    Path folder;

    @Test
    void the_command_runs_in_a_container_made_of_the_bundles_and_negotiates() throws Exception {
        assertThat(printed(OsgiWorld.boot(bundles(), "demo\0")))
                .contains("IKE_AUTH response", "Deleted: 0 SAs are left");
    }

    @Test
    void the_same_classes_negotiate_on_a_plain_class_path() throws Exception {
        assertThat(printed(PlainWorld.of(bundles(), "demo\0")))
                .contains("IKE_AUTH response", "Deleted: 0 SAs are left");
    }

    @Test
    void what_bundles_declare_is_what_they_contribute() throws Exception {
        assertThat(printed(OsgiWorld.boot(bundles(), "plugins\0")))
                .contains("key-exchange", "x25519", "dev.parley.oakley", "all of them run")
                .doesNotContain("not contributed", "not started");
    }

    @Test
    void a_jar_that_is_no_bundle_is_named_and_the_others_run() throws Exception {
        Path jar = folder.resolve("stranger.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
            out.putNextEntry(new ZipEntry("README"));
        }
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            List<Path> jars = Stream.concat(bundles().stream(), Stream.of(jar)).toList();
            assertThat(printed(OsgiWorld.boot(jars, "plugins\0"))).contains("all of them run");
        } finally {
            System.setErr(before);
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("parley: stranger.jar is no bundle: its manifest has no Bundle-SymbolicName");
    }

    @Test
    void a_class_path_without_a_command_says_what_is_missing() throws Exception {
        try (World world = PlainWorld.of(List.of(), "", ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(world::command)
                    .isInstanceOf(IOException.class)
                    .hasMessage("no jar brings a command: dev.parley.operate is missing from the folder of bundles");
        }
    }

    @Test
    void bundles_are_the_jars_of_all_folders_by_name() throws IOException {
        Path more = Files.createDirectory(folder.resolve("more"));
        for (Path file : List.of(
                folder.resolve("b.jar"), folder.resolve("a.jar"), folder.resolve("x.txt"), more.resolve("a.jar"))) {
            Files.createFile(file);
        }
        assertThat(new BundleFolder(List.of(folder, more)).jars())
                .containsExactly(folder.resolve("a.jar"), folder.resolve("b.jar"), more.resolve("a.jar"));
        assertThatThrownBy(() -> new BundleFolder(List.of(folder.resolve("none"))).jars())
                .hasMessage("there is no folder of bundles at " + folder.resolve("none"));
    }

    private static List<Path> bundles() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> BUNDLE.matcher(entry).find())
                .map(Path::of)
                .toList();
    }

    private static String printed(World world) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (world) {
            world.command().call();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
