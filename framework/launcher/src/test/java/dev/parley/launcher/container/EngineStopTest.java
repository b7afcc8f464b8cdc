package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.engine.Engine;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The engine's bundle is stopped while gateways live in it. */
@InContainer
class EngineStopTest {
    @Test
    void nothing_of_a_gateway_outlives_the_engine_that_it_was_made_by(BundleContext context) throws Exception {
        Engine engine = Container.await(context, Engine.class);
        Bundle bundle = Container.bundle(context, "dev.parley.engine").orElseThrow();
        try (LivingGateways gateways = LivingGateways.assembled(engine, "127.0.0.1")) {
            gateways.succeed(Verb.ESTABLISH);
            bundle.stop();
            gateways.expectDown();
            gateways.expectDeaf();
            assertThat(engine.closing()).isCompleted();
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> engine.gateway("late").start())
                    .withMessage("gateway late cannot open: its engine is closed");
        } finally {
            bundle.start();
        }
        try (LivingGateways gateways = LivingGateways.assembled(Container.await(context, Engine.class), "127.0.0.1")) {
            gateways.succeed(Verb.ESTABLISH);
            gateways.expectUp();
        }
    }
}
