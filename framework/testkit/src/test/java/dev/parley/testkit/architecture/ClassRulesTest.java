package dev.parley.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassRulesTest {
    @TempDir
    private Path root;

    static List<Rule> rules() {
        return ClassRules.all();
    }

    /** The two modules that are built before this one; a module after all others judges the rest. */
    @ParameterizedTest
    @MethodSource("rules")
    void core_and_crypto_keep(Rule rule) {
        assertThat(rule.violations().apply(Reactor.around(Path.of("")).only("framework/isakmp", "framework/crypto")))
                .isEmpty();
    }

    @Test
    void a_class_file_that_names_a_protocol_is_found() throws IOException {
        Reactor tree = tree("framework/isakmp", NamesAProtocol.class, "package dev.parley.testkit.architecture;");
        assertThat(found(tree, "the core's class files name no protocol"))
                .singleElement()
                .asString()
                .contains("ikev2");
    }

    @Test
    void an_exported_signature_with_a_library_in_it_is_found() throws IOException {
        String info = "/** P. */\n@Export\npackage dev.parley.testkit.architecture;";
        Reactor tree = tree("framework/engine", ShowsALibrary.class, info);
        assertThat(found(tree, "exported packages mention only java and the framework"))
                .hasSize(2)
                .anyMatch(found -> found.contains("org.assertj.core.api.ListAssert"))
                .anyMatch(found -> found.contains("org.opentest4j.AssertionFailedError"));
    }

    @Test
    void a_component_that_services_does_not_name_is_found() throws IOException {
        Reactor tree = tree("bundles/ikev2", NamesAProtocol.class, "package dev.parley.testkit.architecture;");
        write("bundles/ikev2/target/classes/OSGI-INF/c.xml", """
                <service><provide interface="dev.parley.isakmp.extension.Contribution"/></service>
                <implementation class="dev.parley.ikev2.Ikev2Component"/>
                """);
        write("bundles/ikev2/target/classes/OSGI-INF/who-only-listens.xml", """
                <reference interface="dev.parley.isakmp.extension.Contribution"/>
                <implementation class="dev.parley.ikev2.Listener"/>
                """);
        assertThat(found(tree, "META-INF/services names the component")).hasSize(1);
        write(
                "bundles/ikev2/target/classes/META-INF/services/dev.parley.isakmp.extension.Contribution",
                "dev.parley.ikev2.Ikev2Component\n");
        assertThat(found(tree, "META-INF/services names the component")).isEmpty();
    }

    @Test
    void a_module_that_is_not_built_is_no_success() throws IOException {
        write("pom.xml", "<module>framework/isakmp</module>");
        assertThatThrownBy(() -> found(Reactor.at(root), "the core's class files name no protocol"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mvn package");
    }

    @Test
    void a_manifest_is_read_as_bnd_writes_it() throws IOException {
        String header =
                "Provide-Capability: osgi.service;objectClass:List<String>=\"a,b\";uses:=\"c\",parley.extension;"
                        + "key:List<String>=\"aes-gcm-16,aes-cbc\";point=cipher,parley.extension;key:List<String>=x;point=prf";
        StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\n");
        for (int at = 0; at < header.length(); at += 60) {
            manifest.append(at == 0 ? "" : " ")
                    .append(header, at, Math.min(header.length(), at + 60))
                    .append('\n');
        }
        try (InputStream in = new ByteArrayInputStream(manifest.toString().getBytes(StandardCharsets.UTF_8))) {
            assertThat(ClassPathRules.declared(new Manifest(in)))
                    .containsExactlyInAnyOrder("cipher=aes-gcm-16", "cipher=aes-cbc", "prf=x");
        }
    }

    /** Named by a test of the core's names. */
    static final class NamesAProtocol {
        static final String NAME = "IKEv2";

        String name() {
            return NAME;
        }
    }

    private static List<String> found(Reactor tree, String rule) {
        return ClassRules.all().stream()
                .filter(each -> each.name().equals(rule))
                .findFirst()
                .orElseThrow()
                .violations()
                .apply(tree);
    }

    /** A tree of one module with one class file. */
    private Reactor tree(String module, Class<?> type, String packageInfo) throws IOException {
        write("pom.xml", "<module>" + module + "</module>");
        write(module + "/src/main/java/package-info.java", packageInfo);
        String name = type.getName().replace('.', '/') + ".class";
        Path file = root.resolve(module + "/target/classes/" + name);
        Files.createDirectories(file.getParent());
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return Reactor.at(root);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
