package dev.parley.operate.config;

import dev.parley.engine.CatalogTracker;
import dev.parley.isakmp.extension.Catalog;

/** What the class path of these tests has. */
public final class Catalogs {
    public static final Catalog INSTALLED = CatalogTracker.plain().catalog();

    private Catalogs() {}
}
