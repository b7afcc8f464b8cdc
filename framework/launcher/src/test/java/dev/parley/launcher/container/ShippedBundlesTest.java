package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.crypto.Key;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.engine.Engine;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * What is shipped, inside an OSGi framework: it starts, negotiates over UDP, and survives the coming and going of its bundles. It is here
 * because the launcher's class path is the distribution: every bundle that is shipped and none besides but the simulator.
 */
@InContainer
class ShippedBundlesTest {
    /** Reached only by what is broken. */
    private static final long PATIENCE_SECONDS = 20;

    private static final int SWAPS = 20;
    private static final int COLLECTIONS = 50;
    private static final String CIPHERS = "dev.parley.ciphers";
    private static final String OAKLEY = "dev.parley.oakley";

    @Test
    void the_framework_is_the_one_that_this_run_is_for(BundleContext context) {
        assertThat(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getSymbolicName())
                .isEqualTo(System.getProperty("parley.test.framework", "org.apache.felix.framework"));
    }

    @Test
    void every_bundle_resolves_and_starts(BundleContext context) {
        assertThat(context.getBundles())
                .hasSizeGreaterThan(10)
                .allSatisfy(bundle -> assertThat(bundle.getState())
                        .as(bundle.getSymbolicName())
                        .isEqualTo(fragment(bundle) ? Bundle.RESOLVED : Bundle.ACTIVE));
    }

    @Test
    void two_gateways_negotiate_through_the_engine_service_over_ipv4(BundleContext context) throws Exception {
        negotiate(context, "127.0.0.1");
    }

    @Test
    void two_gateways_negotiate_through_the_engine_service_over_ipv6(BundleContext context) throws Exception {
        assumeTrue(hasIpv6Loopback(), "this machine has no address ::1: IPv6 is not tested");
        negotiate(context, "::1");
    }

    private static void negotiate(BundleContext context, String address) throws Exception {
        try (LivingGateways gateways = new LivingGateways(Container.await(context, Engine.class), address)) {
            gateways.succeed(Verb.ESTABLISH);
            gateways.expectUp();
            gateways.succeed(Verb.PROBE);
            gateways.succeed(Verb.DELETE);
            gateways.expectDown();
        }
    }

    @Test
    void an_established_sa_outlives_a_restart_of_the_ciphers_bundle(BundleContext context) throws Exception {
        Engine engine = Container.await(context, Engine.class);
        try (LivingGateways gateways = new LivingGateways(engine, "127.0.0.1")) {
            gateways.succeed(Verb.ESTABLISH);
            restart(context, engine, CIPHERS);
            gateways.expectUp();
            gateways.succeed(Verb.PROBE);
            gateways.succeed(Verb.DELETE);
            gateways.expectDown();
            gateways.succeed(Verb.ESTABLISH);
            gateways.expectUp();
        }
    }

    @Test
    void a_method_that_has_left_is_fenced_even_in_the_middle_of_an_exchange(BundleContext context) throws Exception {
        Engine engine = Container.await(context, Engine.class);
        KeyExchangeMethod method = engine.catalogs()
                .catalog()
                .find(KeyExchangeMethod.class, "x25519")
                .orElseThrow();
        KeyExchangeRun run = new KeyExchangeRun(method, Role.INITIATOR, OptionalInt.empty(), Map.of());
        Turn.Say<SharedSecret> said =
                (Turn.Say<SharedSecret>) run.initiate(engine.host().random());
        Prf prf = engine.catalogs().catalog().find(Prf.class, "hmac-sha2-256").orElseThrow();
        Key key = Key.of(Bytes.zeros(32));
        assertThat(prf.prf(key, key).length()).isEqualTo(32);
        restart(context, engine, OAKLEY);
        restart(context, engine, CIPHERS);
        Bytes base = Bytes.concat(Bytes.of(9), Bytes.zeros(31));
        assertThatExceptionOfType(Departed.class).isThrownBy(() -> said.reply().hear(base));
        assertThatExceptionOfType(Departed.class).isThrownBy(() -> prf.prf(key, key));
        assertThatThrownBy(() -> run.hear(said.reply(), base))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("has left")
                .hasMessageNotContaining("bug");
        assertThat(engine.catalogs()
                        .catalog()
                        .find(Prf.class, "hmac-sha2-256")
                        .orElseThrow()
                        .prf(key, key)
                        .length())
                .isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CIPHERS,
                OAKLEY,
                "dev.parley.ikev1",
                "dev.parley.ikev2",
                "dev.parley.kink",
                "dev.parley.transport.udp"
            })
    void a_bundle_that_was_swapped_leaves_no_class_behind(String name, BundleContext context) throws Exception {
        Engine engine = Container.await(context, Engine.class);
        negotiate(context, "127.0.0.1");
        List<WeakReference<ClassLoader>> departed = new ArrayList<>();
        for (int i = 0; i < SWAPS; i++) {
            Bundle bundle = Container.bundle(context, name).orElseThrow();
            departed.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            String location = bundle.getLocation();
            bundle.uninstall();
            refresh(context, bundle);
            context.installBundle(location).start();
        }
        await(engine, () -> contributes(engine, name));
        negotiate(context, "127.0.0.1");
        for (int i = 0; i < COLLECTIONS && departed.stream().anyMatch(loader -> loader.get() != null); i++) {
            System.gc();
        }
        assertThat(departed).allSatisfy(loader -> assertThat(loader.get()).isNull());
    }

    @Test
    void what_runs_is_what_the_manifests_said(BundleContext context) throws Exception {
        for (Bundle bundle : context.getBundles()) {
            List<String> said = Manifests.capabilities(bundle);
            List<String> runs = Manifests.contributed(bundle);
            assertThat(runs).as(bundle.getSymbolicName()).isEqualTo(said);
        }
        assertThat(Stream.of(context.getBundles()).flatMap(bundle -> Manifests.capabilities(bundle).stream()))
                .contains("cipher aes-cbc", "key-exchange x25519", "negotiation-protocol ikev2", "transport udp");
    }

    @Test
    void a_component_and_a_plain_java_service_are_the_same_class(BundleContext context) throws Exception {
        int compared = 0;
        for (Bundle bundle : context.getBundles()) {
            List<String> components = Manifests.components(bundle);
            assertThat(Manifests.services(bundle)).as(bundle.getSymbolicName()).isEqualTo(components);
            compared += components.size();
        }
        assertThat(compared).isGreaterThanOrEqualTo(4);
    }

    private static void restart(BundleContext context, Engine engine, String name) throws Exception {
        Bundle bundle = Container.bundle(context, name).orElseThrow();
        bundle.stop();
        assertThat(contributes(engine, name)).isFalse();
        bundle.start();
        await(engine, () -> contributes(engine, name));
    }

    private static boolean contributes(Engine engine, String bundle) {
        return engine.catalogs().describe().stream()
                .anyMatch(entry -> entry.bundle().equals(bundle));
    }

    /** Waits until the catalog is as it should be; whoever changes it wakes us. */
    private static void await(Engine engine, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch come = new CountDownLatch(1);
        Runnable look = () -> {
            if (condition.getAsBoolean()) {
                come.countDown();
            }
        };
        Runnable deaf = engine.catalogs().onChange(look);
        look.run();
        assertThat(come.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        deaf.run();
    }

    private static void refresh(BundleContext context, Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        refreshed.countDown();
                    }
                });
        assertThat(refreshed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean fragment(Bundle bundle) {
        return Optional.ofNullable(bundle.getHeaders().get(Constants.FRAGMENT_HOST))
                .isPresent();
    }

    private static boolean hasIpv6Loopback() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
