package dev.parley.launcher.container;

import dev.parley.engine.Engine;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundle of a protocol is stopped and started again while its SAs are installed. */
@InContainer
class ProtocolUpdateTest {
    private static final int ROUNDS = 4;

    @Test
    void what_a_protocol_left_is_replaced_by_what_it_negotiates_when_it_is_back(BundleContext context)
            throws Exception {
        Engine engine = Container.await(context, Engine.class);
        Bundle ikev2 = Container.bundle(context, "dev.parley.ikev2").orElseThrow();
        try (LivingGateways gateways = LivingGateways.assembled(engine, "127.0.0.1")) {
            for (int round = 0; round < ROUNDS; round++) {
                gateways.succeed(Verb.ESTABLISH);
                gateways.expectUp();
                ikev2.stop();
                gateways.expectUp();
                ikev2.start();
                LivingGateways.awaitNeeded(engine);
            }
        }
    }
}
