package dev.parley.engine.internal;

import dev.parley.engine.CatalogTracker;
import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.engine.Host;
import dev.parley.isakmp.extension.Contribution;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The engine as a service, told of contributions as they come and go. */
@Component(service = Engine.class, immediate = true)
public final class EngineComponent implements Engine {
    private final Engine engine = Engine.of(CatalogTracker.gathering());

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.RELUCTANT,
            unbind = "departed",
            updated = "changed")
    void arrived(ServiceReference<Contribution> reference, Contribution contribution) {
        Bundle bundle = reference.getBundle();
        if (bundle != null) { // else it has been unregistered again meanwhile
            catalogs().add(contribution, bundle.getSymbolicName(), ranking(reference), bundle.getBundleId());
        }
    }

    void departed(ServiceReference<Contribution> reference, Contribution contribution) {
        catalogs().drain(contribution);
    }

    void changed(ServiceReference<Contribution> reference, Contribution contribution) {
        catalogs().rank(contribution, ranking(reference));
    }

    @Activate
    void begin() {
        catalogs().gathered();
    }

    private static int ranking(ServiceReference<Contribution> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    @Override
    public CatalogTracker catalogs() {
        return engine.catalogs();
    }

    @Override
    public Host host() {
        return engine.host();
    }

    @Override
    public Gateway.Builder gateway(String name) {
        return engine.gateway(name);
    }

    @Override
    public CompletableFuture<Void> closing() {
        return engine.closing();
    }

    @Override
    @Deactivate
    public void close() {
        engine.close();
    }
}
