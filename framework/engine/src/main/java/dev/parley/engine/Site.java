package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import java.util.Map;
import java.util.function.Supplier;

/** What every lane of one gateway stands on. */
record Site(
        String gateway,
        Host host,
        Limits limits,
        Supplier<Catalog> catalogs,
        Map<Class<?>, Object> databases,
        Counters counters,
        Watchers watchers,
        Sinks sinks,
        Connections connections,
        Admission admission,
        Workshop workshop,
        Paths paths,
        LaneTable lanes,
        Residents residents) {}
