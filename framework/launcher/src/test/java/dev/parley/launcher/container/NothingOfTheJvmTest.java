package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Container;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Bundles share their JVM with others: they change nothing that is everybody's. */
class NothingOfTheJvmTest {
    private record Shared(
            List<String> providers,
            Locale locale,
            TimeZone zone,
            Map<String, String> properties,
            boolean streams,
            List<Object> defaults) {
        static Shared now(Object out, Object err) {
            TimeZone zone = TimeZone.getDefault();
            Map<String, String> properties = new TreeMap<>();
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> Stream.of(
                                    "java", "javax", "sun", "jdk", "user", "file", "line", "path", "os", "slf4j")
                            .anyMatch(front -> name.startsWith(front + ".")))
                    .forEach(name -> properties.put(name, System.getProperty(name)));
            return new Shared(
                    Stream.of(Security.getProviders()).map(Provider::getName).toList(),
                    Locale.getDefault(),
                    zone,
                    properties,
                    System.out == out && System.err == err,
                    Stream.of(
                                    Thread.getDefaultUncaughtExceptionHandler(),
                                    Authenticator.getDefault(),
                                    CookieHandler.getDefault(),
                                    ProxySelector.getDefault())
                            .map(Objects::toString)
                            .map(Object.class::cast)
                            .toList());
        }
    }

    @Test
    void nothing_that_is_everybodys_is_changed_by_starting_and_stopping_all_bundles() throws Exception {
        Object out = System.out;
        Object err = System.err;
        Shared before = Shared.now(out, err);
        try (Container container = Container.start()) {
            assertThat(Container.bundle(container.context(), "dev.parley.ciphers")
                            .map(Bundle::getState))
                    .contains(Bundle.ACTIVE);
            assertThat(Shared.now(out, err)).isEqualTo(before);
        }
        assertThat(Shared.now(out, err)).isEqualTo(before);
    }
}
