package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bundles come and go in a running engine, and what has gone is gone. */
@InContainer
@Timeout(120)
class DepartureTest {
    private static final List<String> PLUG_INS = List.of(
            "dev.parley.ikev2",
            "dev.parley.ikev1",
            "dev.parley.kink",
            "dev.parley.oakley",
            "dev.parley.ciphers",
            "dev.parley.transport.udp");

    /** Others are wired to these, so they are updated where they are, and those others are started again with them. */
    private static final List<String> WIRED_TO = List.of("dev.parley.operate", "dev.parley.engine");

    private static final int ROUNDS = 3;
    private static final int SWAPS = 5;

    /** A collector that has not found it after so many runs does not find it. */
    private static final int COLLECTIONS = 30;

    @Test
    void two_gateways_negotiate_after_every_swap_and_no_class_loader_of_before_is_left(BundleContext context)
            throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        Map<WeakReference<ClassLoader>, String> departed = new HashMap<>();
        System.setProperty("parley.args", "demo");
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(command(context).call()).as("exit code of the demo").isEqualTo(0);
            for (int swap = 0; swap < SWAPS; swap++) {
                for (String name : PLUG_INS) {
                    departed.put(swap(context, name, collected), name + " round " + round + " swap " + swap);
                }
                for (String name : WIRED_TO) {
                    departed.put(update(context, name, collected), name + " round " + round + " swap " + swap);
                }
            }
        }
        takeTheLastWord();
        for (int i = 0; i < COLLECTIONS && !departed.isEmpty(); i++) {
            System.gc();
            for (var gone = collected.remove(100); gone != null; gone = collected.poll()) {
                departed.remove(gone);
            }
        }
        assertThat(departed.values()).as("class loaders that something holds").isEmpty();
    }

    @Test
    void a_bundle_that_a_person_stopped_is_not_started_by_looking_at_it(BundleContext context) throws Exception {
        Bundle stopped = Container.bundle(context, "dev.parley.ciphers").orElseThrow();
        stopped.stop();
        try {
            System.setProperty("parley.args", "plugins");
            assertThat(command(context).call()).isEqualTo(0);
            assertThat(stopped.getState()).isEqualTo(Bundle.RESOLVED);
        } finally {
            stopped.start();
        }
    }

    /** The JDK keeps the type of a component of whichever record it last made methods for: let it keep one of ours. */
    private static void takeTheLastWord() {
        record Last(String word) {}
        assertThat(new Last("a")).isEqualTo(new Last("a")).hasSameHashCodeAs(new Last("a"));
    }

    private static Callable<?> command(BundleContext context) throws InterruptedException {
        return Container.await(context, Callable.class, "(parley.main=true)");
    }

    private static WeakReference<ClassLoader> swap(
            BundleContext context, String name, ReferenceQueue<ClassLoader> collected) throws Exception {
        Bundle old = Container.bundle(context, name).orElseThrow();
        WeakReference<ClassLoader> loader = loader(old, collected);
        String from = old.getLocation();
        old.uninstall();
        refresh(context, old);
        context.installBundle(from).start();
        return loader;
    }

    private static WeakReference<ClassLoader> update(
            BundleContext context, String name, ReferenceQueue<ClassLoader> collected) throws Exception {
        Bundle bundle = Container.bundle(context, name).orElseThrow();
        WeakReference<ClassLoader> loader = loader(bundle, collected);
        bundle.update();
        refresh(context, bundle);
        assertThat(bundle.getState()).as(name).isEqualTo(Bundle.ACTIVE);
        return loader;
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle, ReferenceQueue<ClassLoader> collected) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader(), collected);
    }

    private static void refresh(BundleContext context, Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.countDown());
        refreshed.await();
    }
}
