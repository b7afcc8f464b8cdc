package dev.parley.testkit.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Traits;
import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

@InContainer
class InContainerTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev.parley.isakmp", "dev.parley.crypto"})
    void a_bundle_of_the_class_path_is_active(String name, BundleContext context) {
        assertThat(Container.bundle(context, name))
                .hasValueSatisfying(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    void the_test_sees_the_bundles_classes_and_not_the_class_paths(BundleContext context) {
        assertThat(FrameworkUtil.getBundle(Traits.class))
                .isEqualTo(Container.bundle(context, "dev.parley.crypto").get());
        assertThat(FrameworkUtil.getBundle(InContainerTest.class)).isEqualTo(context.getBundle());
    }

    @Test
    void the_testkit_itself_is_no_bundle(BundleContext context) {
        assertThat(Container.bundle(context, "dev.parley.testkit")).isEmpty();
    }
}
