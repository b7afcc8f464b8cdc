package dev.parley.engine;

import java.util.concurrent.CompletableFuture;

/** A tracker, a real host, and the gateways that are open on it. */
record RealEngine(CatalogTracker catalogs, RealHost host, Gateways gateways, CompletableFuture<Void> closing)
        implements Engine {
    RealEngine(CatalogTracker catalogs) {
        this(catalogs, new RealHost(), new Gateways(), new CompletableFuture<>());
    }

    @Override
    public Gateway.Builder gateway(String name) {
        return Gateway.builder(name, host, catalogs).among(gateways);
    }

    @Override
    public void close() {
        closing.complete(null);
        gateways.close();
        host.close();
    }
}
