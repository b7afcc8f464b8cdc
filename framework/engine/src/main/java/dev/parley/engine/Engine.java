package dev.parley.engine;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The host as others find it: what is plugged in, the world it runs in, and gateways in it. */
@ProviderType
public interface Engine extends AutoCloseable {
    CatalogTracker catalogs();

    Host host();

    /** Begins a gateway called {@code name} on this engine's host. */
    default Gateway.Builder gateway(String name) {
        return Gateway.builder(name, host(), catalogs());
    }

    /** Completes when the engine is closed, by whoever does it: its gateways are deaf from then on. */
    CompletableFuture<Void> closed();

    /** Stops the host's threads; close the gateways first. */
    @Override
    void close();

    /** An engine in the real world with the plug-ins of {@code catalogs}. */
    static Engine of(CatalogTracker catalogs) {
        return new RealEngine(catalogs, new RealHost(), new CompletableFuture<>());
    }

    /** An engine in the real world with what the class path contributes. */
    static Engine plain() {
        return of(CatalogTracker.plain());
    }
}
