package dev.parley.engine;

/** A tracker and a real host. */
record RealEngine(CatalogTracker catalogs, RealHost host) implements Engine {
    @Override
    public void close() {
        host.close();
    }
}
