package dev.parley.engine;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The host as others find it: what is plugged in, the world it runs in, and gateways in it. */
@ProviderType
public interface Engine extends AutoCloseable {
    /** What is plugged in, to look at: bundles come and go by their own service. */
    Catalogs catalogs();

    /**
     * Of several extensions of {@code point} with this {@code key}, that of the bundle with this symbolic name is used while it is
     * there. Otherwise it is that of the bundle which came first.
     *
     * @return takes that back
     */
    Runnable prefer(String point, String key, String bundle);

    Host host();

    /** Begins a gateway called {@code name} on this engine's host; it does not outlive the engine. */
    Gateway.Builder gateway(String name);

    /** Completes when the engine is about to close, by whoever does it: its gateways still say goodbye. */
    CompletableFuture<Void> closing();

    /** Says goodbye to peers, shuts all gateways, which removes their SAs, and stops the host's threads. Waits some seconds. */
    @Override
    void close();

    /** An engine in the real world with the plug-ins of {@code catalogs}. */
    static Engine of(CatalogTracker catalogs) {
        return new RealEngine(catalogs);
    }

    /** An engine in the real world with what the class path contributes. */
    static Engine plain() {
        return of(CatalogTracker.plain());
    }
}
