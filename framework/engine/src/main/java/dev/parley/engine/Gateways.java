package dev.parley.engine;

import dev.parley.isakmp.conversation.Unavailable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateways that are open on one engine: none outlives it. Safe for several threads. */
final class Gateways {
    private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

    private final Set<Gateway> open = new LinkedHashSet<>();
    private boolean closed;

    /** @throws Unavailable if no gateway opens here any more */
    synchronized void opens(Gateway gateway) throws Unavailable {
        if (closed) {
            throw new Unavailable("gateway " + gateway.name() + " cannot open: its engine is closed");
        }
        open.add(gateway);
    }

    synchronized void closes(Gateway gateway) {
        open.remove(gateway);
    }

    /** Says goodbye to the peers of all, then shuts all; waits for both, but not for long. */
    void close() {
        List<Gateway> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open);
        }
        if (!CatalogTracker.within(GOODBYE_MILLIS, each(all, Gateway::goodbye))) {
            LOG.warn("The engine closes although not every peer has answered the goodbye");
        }
        if (!CatalogTracker.within(Gateway.CLOSING_MILLIS, each(all, Gateway::shut))) {
            LOG.warn("The engine closes although not all sinks have removed their SAs yet");
        }
    }

    private static CompletableFuture<Void> each(
            List<Gateway> gateways, Function<Gateway, CompletableFuture<Void>> what) {
        return CompletableFuture.allOf(gateways.stream().map(what).toArray(CompletableFuture[]::new));
    }

    /** For peers that answer; with what sinks may take, less than Declarative Services waits for a component. */
    private static final long GOODBYE_MILLIS = 2_000;
}
