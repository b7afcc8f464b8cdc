package dev.parley.engine.internal;

import dev.parley.engine.Catalogs;
import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.engine.Host;
import dev.parley.isakmp.extension.Contribution;
import java.util.concurrent.CompletableFuture;
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
    private final Arrivals arrivals = new Arrivals();
    private final Engine engine = Engine.of(arrivals.tracker());

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.RELUCTANT,
            unbind = "departed",
            updated = "changed")
    void arrived(ServiceReference<Contribution> reference, Contribution contribution) {
        arrivals.arrived(reference, contribution);
    }

    void departed(Contribution contribution) {
        arrivals.tracker().drain(contribution);
    }

    void changed(ServiceReference<Contribution> reference, Contribution contribution) {
        arrivals.changed(reference, contribution);
    }

    @Activate
    void begin() {
        arrivals.tracker().gathered();
    }

    @Override
    public Catalogs catalogs() {
        return engine.catalogs();
    }

    @Override
    public Runnable prefer(String point, String key, String bundle) {
        return engine.prefer(point, key, bundle);
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
