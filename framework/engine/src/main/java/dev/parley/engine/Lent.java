package dev.parley.engine;

import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One extension at one point, as it is lent to the host. */
record Lent(Class<?> point, Lease lease, Extension extension) {
    private static final Logger LOG = LoggerFactory.getLogger(Lent.class);

    String pointName() {
        return point.getAnnotation(ExtensionPoint.class).value();
    }

    String key() {
        return lease.key();
    }

    /** All that {@code contribution} brings. It is asked here, and may fail as any plug-in may: hold no lock. */
    static List<Lent> of(Contribution contribution, String bundle) {
        List<Lent> all = new ArrayList<>();
        for (Extension extension : contribution.extensions()) {
            Set<Class<?>> points = points(extension.getClass());
            if (points.isEmpty()) {
                LOG.warn(
                        "{} contributes {} to no extension point this host knows: is it wired to another copy of "
                                + "the framework?",
                        bundle,
                        extension.getClass().getName());
            }
            points.forEach(point -> all.add(lend(point, extension)));
        }
        return List.copyOf(all);
    }

    private static Lent lend(Class<?> point, Extension extension) {
        Lease lease = new Lease(point.getAnnotation(ExtensionPoint.class).value(), extension);
        return new Lent(point, lease, lent(lease, point, extension));
    }

    private static <E> Extension lent(Lease lease, Class<E> point, Extension extension) {
        return (Extension) lease.lend(point, point.cast(extension));
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
}
