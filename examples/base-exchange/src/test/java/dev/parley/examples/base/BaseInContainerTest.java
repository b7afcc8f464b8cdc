package dev.parley.examples.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

@InContainer
class BaseInContainerTest {
    @Test
    void its_bundle_starts_and_contributes_a_doi_an_exchange_and_a_protocol(BundleContext context) throws Exception {
        String component = "(component.name=dev.parley.examples.base.BaseComponent)";
        Contribution contribution = Container.await(context, Contribution.class, component);
        assertThat(contribution.extensions()).extracting(Extension::key).containsExactly("toy", "base", "base");
    }
}
