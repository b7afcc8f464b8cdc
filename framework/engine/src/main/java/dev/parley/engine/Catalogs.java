package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What is plugged in, now and as it changes: to look at. Safe for several threads. */
public abstract sealed class Catalogs permits CatalogTracker {
    Catalogs() {}

    /**
     * What a person is shown of one extension.
     *
     * @param shadowedBy the bundle whose extension is used in its place, or would be if it were there; empty if this one is used
     */
    public record Entry(
            String point, String key, String bundle, int preference, int ranking, Optional<String> shadowedBy) {
        public boolean inUse() {
            return shadowedBy.isEmpty();
        }
    }

    /** What is contributed now. */
    public abstract Catalog catalog();

    /** Every extension that is there, in use or shadowed, by point and then in the order in which they are asked. */
    public abstract List<Entry> describe();

    /** All that is in use now as one contribution, for another world with the same plug-ins. */
    public abstract Contribution inUse();

    /**
     * Runs {@code listener} after each change, on the thread that made it: it must not block.
     *
     * @return ends the listening
     */
    public abstract Runnable onChange(Runnable listener);

    /**
     * Asks {@code drain} to finish with the extensions that it is handed, which are about to leave; what it returns is over when
     * it has.
     *
     * @return ends the asking
     */
    abstract Runnable onDrain(Function<List<Extension>, CompletableFuture<?>> drain);
}
