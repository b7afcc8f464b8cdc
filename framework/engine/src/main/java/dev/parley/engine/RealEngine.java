package dev.parley.engine;

import java.util.concurrent.CompletableFuture;

/** A tracker, a real host, and the gateways that are open on it. */
record RealEngine(CatalogTracker tracker, RealHost host, Gateways gateways, CompletableFuture<Void> closing)
        implements Engine {
    RealEngine(CatalogTracker tracker) {
        this(tracker, new RealHost(), new Gateways(), new CompletableFuture<>());
    }

    @Override
    public Catalogs catalogs() {
        return tracker;
    }

    @Override
    public Runnable prefer(String point, String key, String bundle) {
        return tracker.prefer(point, key, bundle);
    }

    @Override
    public Gateway.Builder gateway(String name) {
        return Gateway.builder(name, host, tracker).among(gateways);
    }

    @Override
    public void close() {
        closing.complete(null);
        gateways.close();
        host.close();
    }
}
