package dev.parley.engine.internal;

import dev.parley.engine.CatalogTracker;
import dev.parley.isakmp.extension.Contribution;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Tells a tracker of contributions that come and go as services. */
final class Arrivals {
    private final CatalogTracker tracker = CatalogTracker.gathering();

    CatalogTracker tracker() {
        return tracker;
    }

    void arrived(ServiceReference<Contribution> reference, Contribution contribution) {
        Bundle bundle = reference.getBundle();
        if (bundle != null) { // else it has been unregistered again meanwhile
            tracker.add(contribution, bundle.getSymbolicName(), ranking(reference), bundle.getBundleId());
        }
    }

    void changed(ServiceReference<Contribution> reference, Contribution contribution) {
        tracker.rank(contribution, ranking(reference));
    }

    private static int ranking(ServiceReference<Contribution> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
