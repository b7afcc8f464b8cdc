package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
 * <p>Of several extensions of a point with one key the first to come stays in use until it leaves, unless {@link #prefer} names
 * another's bundle. At a point where all are used nothing is shadowed.
 */
public final class CatalogTracker {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogTracker.class);

    /** The thread that waits stops a bundle and may hold a lock of Declarative Services, which gives up on it after 5 s. */
    private static final long DRAINING_MILLIS = 2_000;

    private final Map<Contribution, Contributed> contributed = new IdentityHashMap<>();
    private final Map<String, String> preferred = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Function<List<Extension>, CompletableFuture<?>>> drains = new CopyOnWriteArrayList<>();
    private List<Entry> entries = List.of();
    private volatile Snapshot catalog = Snapshot.EMPTY;
    private long arrivals;
    private boolean gathering;

    /** What a person is shown of one extension. */
    public record Entry(String point, String key, String bundle, int preference, int ranking, boolean inUse) {}

    private record Contributed(String bundle, int ranking, long bundleId, List<Lent> extensions) {}

    /** @param since from when it counts as the first of its key to come: what was there before we looked came at one time */
    private record Lent(Class<?> point, Lease lease, Extension extension, long arrival, long since) {}

    private record Standing(Contributed from, Lent lent) {
        String pointName() {
            return lent.point().getAnnotation(ExtensionPoint.class).value();
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
        synchronized (this) {
            if (contributed.containsKey(contribution)) {
                return;
            }
            List<Lent> extensions = new ArrayList<>();
            try {
                for (Extension extension : contribution.extensions()) {
                    Set<Class<?>> points = points(extension.getClass());
                    if (points.isEmpty()) {
                        LOG.warn(
                                "{} contributes {} to no extension point this host knows: is it wired to another copy of "
                                        + "the framework?",
                                bundle,
                                extension.getClass().getName());
                    }
                    for (Class<?> point : points) {
                        extensions.add(lend(point, extension));
                    }
                }
            } catch (RuntimeException | LinkageError | StackOverflowError bug) {
                LOG.warn("The contribution of {} is refused, it failed with {}", bundle, bug.toString());
                return;
            }
            contributed.put(contribution, new Contributed(bundle, ranking, bundleId, List.copyOf(extensions)));
            rebuild();
        }
        tell();
    }

    /** Gives {@code contribution} another service ranking. */
    public void rank(Contribution contribution, int ranking) {
        synchronized (this) {
            Contributed now = contributed.computeIfPresent(
                    contribution,
                    (same, was) -> new Contributed(was.bundle(), ranking, was.bundleId(), was.extensions()));
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

    /** Of extensions with this {@code key}, that of {@code bundle} is used when it is there. */
    public void prefer(String key, String bundle) {
        synchronized (this) {
            preferred.put(key, bundle);
            rebuild();
        }
        tell();
    }

    /** What is contributed now. */
    public Catalog catalog() {
        return catalog;
    }

    /** All that is in use now as one contribution, for another world with the same plug-ins. */
    public Contribution inUse() {
        List<Extension> extensions = catalog.inUse();
        return () -> extensions;
    }

    /**
     * Runs {@code listener} after each change, on the thread that made it: it must not block.
     *
     * @return ends the listening
     */
    public Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Asks {@code drain} to finish with the extensions that it is handed, which are about to leave; what it returns is over when
     * it has.
     *
     * @return ends the asking
     */
    Runnable onDrain(Function<List<Extension>, CompletableFuture<?>> drain) {
        drains.add(drain);
        return () -> drains.remove(drain);
    }

    /** Every extension that is there, in use or shadowed, by point and then in the order in which they are asked. */
    public synchronized List<Entry> describe() {
        return entries;
    }

    private Lent lend(Class<?> point, Extension extension) {
        Lease lease = new Lease(point.getAnnotation(ExtensionPoint.class).value(), extension);
        long arrival = arrivals++;
        return new Lent(point, lease, lent(lease, point, extension), arrival, gathering ? 0 : arrival);
    }

    private static <E> Extension lent(Lease lease, Class<E> point, Extension extension) {
        return (Extension) lease.lend(point, point.cast(extension));
    }

    private void rebuild() {
        List<Standing> all = new ArrayList<>();
        contributed.values().forEach(from -> from.extensions().forEach(lent -> all.add(new Standing(from, lent))));
        all.sort(ORDER);
        List<Snapshot.Offer> offers = new ArrayList<>();
        List<Entry> described = new ArrayList<>();
        for (Standing one : all) {
            Lease lease = one.lent().lease();
            boolean inUse = one.equals(chosen(one, all));
            offers.add(new Snapshot.Offer(one.lent().point(), one.lent().extension(), inUse));
            described.add(new Entry(
                    one.pointName(),
                    lease.key(),
                    one.from().bundle(),
                    lease.preference(),
                    one.from().ranking(),
                    inUse));
        }
        described.sort(Comparator.comparing(Entry::point));
        entries = List.copyOf(described);
        catalog = Snapshot.of(offers);
    }

    private Standing chosen(Standing one, List<Standing> all) {
        if (one.lent().point().getAnnotation(ExtensionPoint.class).all()) {
            return one;
        }
        String key = one.lent().lease().key();
        String bundle = preferred.getOrDefault(key, "");
        return all.stream()
                .filter(other -> other.lent().point() == one.lent().point())
                .filter(other -> other.lent().lease().key().equals(key))
                .min(Comparator.comparing(
                                (Standing other) -> !other.from().bundle().equals(bundle))
                        .thenComparing(other -> other.lent().since())
                        .thenComparing(other -> other.from().bundleId())
                        .thenComparing(other -> other.lent().arrival()))
                .orElseThrow();
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

    private static Set<Class<?>> points(Class<?> type) {
        Set<Class<?>> points = new LinkedHashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> each : at.getInterfaces()) {
                if (each.isAnnotationPresent(ExtensionPoint.class) && Extension.class.isAssignableFrom(each)) {
                    points.add(each);
                }
                points.addAll(points(each));
            }
        }
        return points;
    }

    private static final Comparator<Standing> ORDER = Comparator.comparing(
                    (Standing one) -> -(long) one.lent().lease().preference())
            .thenComparing(one -> -(long) one.from().ranking())
            .thenComparing(one -> one.from().bundleId())
            .thenComparing(one -> one.lent().arrival());
}
