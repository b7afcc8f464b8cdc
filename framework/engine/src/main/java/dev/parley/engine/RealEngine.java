package dev.parley.engine;

import java.util.concurrent.CompletableFuture;

/** A tracker and a real host. */
record RealEngine(CatalogTracker catalogs, RealHost host, CompletableFuture<Void> closed) implements Engine {
    @Override
    public void close() {
        host.close();
        closed.complete(null);
    }
}
