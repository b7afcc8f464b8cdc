package dev.parley.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds what breaks it in a tree made for it, and leaves alone what only looks like it. */
class SourceRulesTest {
    @TempDir
    private Path root;

    @BeforeEach
    void a_tree_with_nothing_wrong() throws IOException {
        write("pom.xml", """
                <modules><module>framework/isakmp</module><module>framework/crypto</module>
                <module>framework/engine</module><module>bundles/ikev2</module><module>bundles/ikev1</module>
                <module>bundles/transport.udp</module></modules>
                """);
        source("framework/isakmp", "dev.parley.isakmp.wire", "Bytes", "public final class Bytes {}");
        source("framework/crypto", "dev.parley.crypto", "Key", "import dev.parley.isakmp.wire.Bytes;\nclass Key {}");
        source("framework/engine", "dev.parley.engine", "Host", "class Host { Thread thread; java.net.URI uri; }");
        source("bundles/ikev1", "dev.parley.ikev1", "Ikev1", "class Ikev1 {}");
        source("bundles/ikev2", "dev.parley.ikev2", "Ikev2", "import dev.parley.crypto.Key;\nclass Ikev2 {}");
        source("bundles/ikev2", "dev.parley.ikev2.spi", "Proof", "interface Proof {}");
        source("bundles/transport.udp", "dev.parley.transport.udp", "Udp", "class Udp {}");
    }

    @Test
    void nothing_is_found_where_nothing_is_wrong() {
        for (Rule rule : SourceRules.all()) {
            assertThat(rule.violations().apply(Reactor.at(root)))
                    .as(rule.name())
                    .isEmpty();
        }
    }

    @Test
    void a_framework_that_knows_a_bundle_is_found() throws IOException {
        source("framework/isakmp", "dev.parley.isakmp", "A", "import dev.parley.ikev2.Ikev2;\nclass A {}");
        assertThat(found("framework imports no bundle"))
                .singleElement()
                .asString()
                .contains("A.java", "bundles/ikev2");
    }

    @Test
    void a_name_in_full_counts_as_an_import() throws IOException {
        source("framework/isakmp", "dev.parley.isakmp", "A", "class A { dev.parley.crypto.Key key; }");
        assertThat(found("modules import along the arrows"))
                .singleElement()
                .asString()
                .contains("dev.parley.crypto");
    }

    @Test
    void an_import_against_the_arrows_is_found() throws IOException {
        source("framework/isakmp", "dev.parley.isakmp", "A", "import static dev.parley.crypto.Key.of;\nclass A {}");
        source("bundles/ikev2", "dev.parley.ikev2", "B", "import dev.parley.engine.Host;\nclass B {}");
        assertThat(found("modules import along the arrows")).hasSize(2);
    }

    @Test
    void a_bundle_that_knows_another_is_found_but_may_plug_into_one() throws IOException {
        source("bundles/ikev1", "dev.parley.ikev1", "A", "import dev.parley.ikev2.spi.Proof;\nclass A {}");
        assertThat(found("a bundle imports of other bundles at most the spi of one"))
                .isEmpty();
        source("bundles/ikev1", "dev.parley.ikev1", "B", "import dev.parley.ikev2.Ikev2;\nclass B {}");
        assertThat(found("a bundle imports of other bundles at most the spi of one"))
                .hasSize(1);
    }

    @Test
    void threads_sockets_clocks_and_chance_in_a_protocol_are_found() throws IOException {
        String rule = "sockets, threads, clocks and chance are the host's";
        source("bundles/ikev2", "dev.parley.ikev2", "A", "/** Not a Thread. */ class A { String s = \"Thread\"; }");
        assertThat(found(rule)).isEmpty();
        source("bundles/ikev2", "dev.parley.ikev2", "B", "import java.net.InetAddress;\nclass B {}");
        source("bundles/ikev2", "dev.parley.ikev2", "C", "class C { long now = System.nanoTime(); }");
        source("bundles/ikev2", "dev.parley.ikev2", "D", "class D { Object o = new Thread(); }");
        source("bundles/ikev2", "dev.parley.ikev2", "E", "import java.security.SecureRandom;\nclass E {}");
        source("bundles/ikev2", "dev.parley.ikev2", "F", "class F { Object o = java.time.Instant.now(); }");
        assertThat(found(rule)).hasSize(5);
    }

    @Test
    void annotations_outside_a_component_and_a_fat_or_second_component_are_found() throws IOException {
        String rule = "components are thin and alone carry annotations";
        String annotation = "import org.osgi.service.component.annotations.Component;\n\n";
        source(
                "bundles/ikev2",
                "dev.parley.ikev2",
                "Ikev2Component",
                annotation + "@Component\nclass Ikev2Component {}");
        assertThat(found(rule)).isEmpty();
        source("bundles/ikev2", "dev.parley.ikev2", "Other", annotation + "@Component\nclass Other {}");
        assertThat(found(rule)).hasSize(2);
        source(
                "bundles/ikev1",
                "dev.parley.ikev1",
                "Ikev1Component",
                annotation + "@Component\npublic final class Ikev1Component {" + "\n".repeat(60) + "}");
        assertThat(found(rule)).hasSize(3);
    }

    @Test
    void an_export_that_says_too_little_is_found() throws IOException {
        String rule = "exported packages say so fully";
        String full = "/** What it is. */\n@Export(substitution = Export.Substitution.NOIMPORT)\n@Version(\"0.1.0\")\n";
        write("framework/crypto/src/main/java/p/package-info.java", full + "package p;");
        assertThat(found(rule)).isEmpty();
        write("framework/crypto/src/main/java/p/package-info.java", "@Export\npackage p.internal;");
        assertThat(found(rule)).hasSize(4);
    }

    @Test
    void packages_in_a_circle_are_found_and_what_only_touches_it_is_not_named() throws IOException {
        source("framework/isakmp", "dev.parley.isakmp.a", "A", "import dev.parley.isakmp.b.B;\npublic class A {}");
        source(
                "framework/isakmp",
                "dev.parley.isakmp.b",
                "B",
                "import dev.parley.isakmp.wire.Bytes;\npublic class B {}");
        assertThat(found("packages form no cycles")).isEmpty();
        source("framework/isakmp", "dev.parley.isakmp.b", "C", "import dev.parley.isakmp.a.A;\npublic class C {}");
        assertThat(found("packages form no cycles"))
                .singleElement()
                .asString()
                .contains("dev.parley.isakmp.a", "dev.parley.isakmp.b")
                .doesNotContain("wire");
    }

    @Test
    void a_long_file_and_an_empty_name_are_found() throws IOException {
        source("bundles/ikev2", "dev.parley.ikev2", "Long", "class Long {" + "\n".repeat(500) + "}");
        source("bundles/ikev2", "dev.parley.ikev2", "SessionManager", "class SessionManager {}");
        assertThat(found("files are short")).hasSize(1);
        assertThat(found("names say a duty")).hasSize(1);
    }

    private List<String> found(String rule) {
        return SourceRules.all().stream()
                .filter(each -> each.name().equals(rule))
                .findFirst()
                .orElseThrow()
                .violations()
                .apply(Reactor.at(root));
    }

    private void source(String module, String packageName, String type, String code) throws IOException {
        String path = module + "/src/main/java/" + packageName.replace('.', '/') + "/" + type + ".java";
        write(path, "package " + packageName + ";\n\n" + code);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
