package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Two copies of the framework in one container: who is wired to the other one is named. */
@InContainer
class WrongClassSpaceTest {
    @Test
    void a_bundle_that_is_wired_to_another_copy_of_the_framework_is_named_with_both(BundleContext context)
            throws Exception {
        Typed typed = new Typed(context);
        Bundle isakmp = Container.bundle(context, "dev.parley.isakmp").orElseThrow();
        Bundle other = context.installBundle(
                "other",
                jar("Bundle-SymbolicName: dev.parley.isakmp\nBundle-Version: 9.0.0\n"
                        + "Export-Package: dev.parley.isakmp.extension;version=9.0.0\n"));
        Bundle lost = context.installBundle(
                "lost",
                jar("Bundle-SymbolicName: com.example.lost\n"
                        + "Import-Package: dev.parley.isakmp.extension;version=\"[9,10)\"\n"));
        try {
            lost.start();
            assertThat(typed.say("plugins"))
                    .contains("run and are not heard:")
                    .contains(
                            "com.example.lost 0.0.0: wired to dev.parley.isakmp 9.0.0, the engine uses dev.parley.isakmp "
                                    + isakmp.getVersion());
        } finally {
            lost.uninstall();
            other.uninstall();
        }
        assertThat(typed.say("plugins")).contains("all of them run").doesNotContain("not heard");
    }

    private static InputStream jar(String headers) throws IOException {
        Manifest manifest = new Manifest(
                new ByteArrayInputStream(("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n" + headers).getBytes()));
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.IMPLEMENTATION_TITLE, "a test's");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        new JarOutputStream(octets, manifest).close();
        return new ByteArrayInputStream(octets.toByteArray());
    }
}
