package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears contributions come and go, and makes an immutable {@link Catalog} of each change. The one class that knows that
 * bundles are dynamic; safe for several threads. Extensions are lent: a contribution's are dead from {@link #remove} on.
 *
 * <p>Of several extensions of a point with one key that of the bundle which came first is used, unless {@link #prefer} names
 * another. While it is away its twins stay shadowed: its return is an update. At a point where all are used nothing is shadowed.
 */
public final class CatalogTracker extends Catalogs {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogTracker.class);

    /** The thread that waits stops a bundle and may hold a lock of Declarative Services, which gives up on it after 5 s. */
    private static final long DRAINING_MILLIS = 2_000;

    private final Map<Contribution, Contributed> contributed = new IdentityHashMap<>();
    private final Set<Contribution> arriving = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Incumbents incumbents = new Incumbents();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Function<List<Extension>, CompletableFuture<?>>> drains = new CopyOnWriteArrayList<>();
    private List<Entry> entries = List.of();
    private volatile Snapshot catalog = Snapshot.EMPTY;
    private long arrivals;
    private boolean gathering;

    private record Contributed(String bundle, int ranking, long bundleId, long arrival, List<Lent> extensions) {}

    private record Standing(Contributed from, Lent lent) {
        Incumbents.Place place() {
            return new Incumbents.Place(lent.pointName(), lent.key());
        }

        boolean isOf(Optional<String> bundle) {
            return bundle.equals(Optional.of(from.bundle()));
        }
    }

    /** What every class path contributes, by {@link ServiceLoader}: the same plug-ins without OSGi. */
    public static CatalogTracker plain() {
        CatalogTracker tracker = new CatalogTracker();
        Iterator<Contribution> found = ServiceLoader.load(Contribution.class, CatalogTracker.class.getClassLoader())
                .iterator();
        for (boolean more = true; more; ) {
            try {
                more = found.hasNext();
                if (more) {
                    tracker.add(found.next());
                }
            } catch (ServiceConfigurationError broken) {
                LOG.warn("A contribution on the class path cannot be made and is left out: {}", broken.getMessage());
            }
        }
        return tracker;
    }

    /**
     * One that is told, in any order, what is there already: until {@link #gathered} nothing has come before anything else, and
     * of several extensions with one key that of the lowest bundle id is used. No service ranking puts a newcomer in front when
     * the engine is restarted.
     */
    public static CatalogTracker gathering() {
        CatalogTracker tracker = new CatalogTracker();
        tracker.gathering = true;
        return tracker;
    }

    /** All that was there is known: from now on the first to come is the first. */
    public synchronized void gathered() {
        List<Standing> all = standing();
        all.sort(BY_BUNDLE);
        all.forEach(one -> incumbents.arrived(one.place(), one.from().bundle()));
        gathering = false;
    }

    /** Adds {@code contribution} from a class path; its package stands for its bundle. */
    public void add(Contribution contribution) {
        add(contribution, contribution.getClass().getPackageName(), 0, Long.MAX_VALUE);
    }

    /**
     * Adds what {@code contribution} brings. One that fails, or has an extension without a key, is refused with a line in the
     * log.
     *
     * @param bundle its bundle's symbolic name
     * @param ranking its service ranking
     * @param bundleId its bundle's number
     */
    public void add(Contribution contribution, String bundle, int ranking, long bundleId) {
        if (!begins(contribution)) {
            return;
        }
        try {
            publish(contribution, bundle, ranking, bundleId, Lent.of(contribution, bundle));
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            LOG.warn("The contribution of {} is refused, it failed with {}", bundle, bug.toString());
        } finally {
            ended(contribution);
        }
    }

    private synchronized boolean begins(Contribution contribution) {
        return !contributed.containsKey(contribution) && arriving.add(contribution);
    }

    private synchronized void ended(Contribution contribution) {
        arriving.remove(contribution);
    }

    /** Unless it was taken away meanwhile. */
    private void publish(Contribution contribution, String bundle, int ranking, long bundleId, List<Lent> extensions) {
        synchronized (this) {
            if (!arriving.contains(contribution)) {
                return;
            }
            contributed.put(contribution, new Contributed(bundle, ranking, bundleId, arrivals++, extensions));
            if (!gathering) {
                extensions.forEach(
                        lent -> incumbents.arrived(new Incumbents.Place(lent.pointName(), lent.key()), bundle));
            }
            rebuild();
        }
        tell();
    }

    /** Gives {@code contribution} another service ranking. */
    public void rank(Contribution contribution, int ranking) {
        synchronized (this) {
            Contributed now = contributed.computeIfPresent(
                    contribution,
                    (same, was) ->
                            new Contributed(was.bundle(), ranking, was.bundleId(), was.arrival(), was.extensions()));
            if (now == null) {
                return;
            }
            rebuild();
        }
        tell();
    }

    /** Takes away what {@code contribution} brought; when this returns no new call reaches it. */
    public void remove(Contribution contribution) {
        withdraw(contribution).ifPresent(this::fence);
    }

    /**
     * Takes away what {@code contribution} brought as {@link #remove} does, but lets negotiations of its protocols first finish
     * what runs. From the beginning no catalog has it; after {@link #DRAINING_MILLIS} it is fenced whoever still uses it.
     */
    public void drain(Contribution contribution) {
        withdraw(contribution).ifPresent(gone -> {
            List<Extension> leaving =
                    gone.extensions().stream().map(Lent::extension).toList();
            CompletableFuture<?>[] users =
                    drains.stream().map(drain -> drain.apply(leaving)).toArray(CompletableFuture[]::new);
            if (!within(DRAINING_MILLIS, CompletableFuture.allOf(users))) {
                LOG.warn("{} leaves although not all of its negotiations have finished what runs", gone.bundle());
            }
            fence(gone);
        });
    }

    private synchronized Optional<Contributed> withdraw(Contribution contribution) {
        arriving.remove(contribution);
        Optional<Contributed> gone = Optional.ofNullable(contributed.remove(contribution));
        gone.ifPresent(left -> rebuild());
        return gone;
    }

    private void fence(Contributed gone) {
        gone.extensions().forEach(lent -> lent.lease().end());
        tell();
    }

    /** Whether {@code all} is over in time; an interrupted thread waits no longer. */
    static boolean within(long millis, CompletableFuture<?> all) {
        try {
            all.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException unfinished) {
            return false;
        }
    }

    /**
     * Of several extensions of {@code point} with this {@code key}, that of {@code bundle} is used while it is there, whoever was
     * first.
     *
     * @return takes that back
     */
    public Runnable prefer(String point, String key, String bundle) {
        Incumbents.Place place = new Incumbents.Place(point, key);
        change(() -> incumbents.prefer(place, bundle));
        return () -> change(() -> incumbents.forget(place, bundle));
    }

    private void change(Runnable preference) {
        synchronized (this) {
            preference.run();
            rebuild();
        }
        tell();
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public Contribution inUse() {
        List<Extension> extensions = catalog.inUse();
        return () -> extensions;
    }

    @Override
    public Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    Runnable onDrain(Function<List<Extension>, CompletableFuture<?>> drain) {
        drains.add(drain);
        return () -> drains.remove(drain);
    }

    @Override
    public synchronized List<Entry> describe() {
        return entries;
    }

    private List<Standing> standing() {
        List<Standing> all = new ArrayList<>();
        contributed.values().forEach(from -> from.extensions().forEach(lent -> all.add(new Standing(from, lent))));
        return all;
    }

    private void rebuild() {
        List<Standing> all = standing();
        all.sort(ORDER);
        List<Snapshot.Offer> offers = new ArrayList<>();
        List<Entry> described = new ArrayList<>();
        for (Standing one : all) {
            Optional<String> shadowedBy = shadowedBy(one, all);
            offers.add(new Snapshot.Offer(one.lent().point(), one.lent().extension(), shadowedBy.isEmpty()));
            described.add(new Entry(
                    one.lent().pointName(),
                    one.lent().key(),
                    one.from().bundle(),
                    one.lent().lease().preference(),
                    one.from().ranking(),
                    shadowedBy));
        }
        described.sort(Comparator.comparing(Entry::point));
        entries = List.copyOf(described);
        catalog = Snapshot.of(offers);
    }

    /** The bundle that has the place of {@code one}: it may be gone, and the place empty until it is back. */
    private Optional<String> shadowedBy(Standing one, List<Standing> all) {
        if (one.lent().point().getAnnotation(ExtensionPoint.class).all()) {
            return Optional.empty();
        }
        List<Standing> twins = all.stream()
                .filter(other -> other.lent().point() == one.lent().point())
                .filter(other -> other.lent().key().equals(one.lent().key()))
                .sorted(BY_BUNDLE)
                .toList();
        Optional<Standing> chosen = of(incumbents.preferred(one.place()), twins)
                .or(() -> gathering ? twins.stream().findFirst() : of(incumbents.first(one.place()), twins));
        return chosen.filter(other -> other.lent() == one.lent()).isPresent()
                ? Optional.empty()
                : chosen.map(other -> other.from().bundle()).or(() -> incumbents.first(one.place()));
    }

    private static Optional<Standing> of(Optional<String> bundle, List<Standing> twins) {
        return twins.stream().filter(twin -> twin.isOf(bundle)).findFirst();
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException bug) {
                LOG.warn("A listener of the catalog failed with {}", bug.toString());
            }
        }
    }

    private static final Comparator<Standing> ORDER = Comparator.comparing(
                    (Standing one) -> -(long) one.lent().lease().preference())
            .thenComparing(one -> -(long) one.from().ranking())
            .thenComparing(one -> one.from().bundleId())
            .thenComparing(one -> one.from().arrival());

    private static final Comparator<Standing> BY_BUNDLE = Comparator.comparing(
                    (Standing one) -> one.from().bundleId())
            .thenComparing(one -> one.from().arrival());
}
