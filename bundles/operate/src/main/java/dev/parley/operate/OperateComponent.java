package dev.parley.operate;

import dev.parley.engine.Engine;
import dev.parley.operate.command.Calls;
import dev.parley.operate.command.Parley;
import dev.parley.operate.command.Surroundings;
import dev.parley.operate.plugins.InstalledBundles;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The command, as the launcher finds it in OSGi. Immediate: whoever lets go of the service does not end what he called. */
@Component(service = Callable.class, property = "parley.main:Boolean=true", immediate = true)
public final class OperateComponent implements Callable<Integer> {
    private final BundleContext context;
    private final Engine engine;
    private final Calls calls = new Calls();

    @Activate
    public OperateComponent(BundleContext context, @Reference Engine engine) {
        this.context = context;
        this.engine = engine;
    }

    @Override
    public Integer call() {
        String arguments =
                Optional.ofNullable(context.getProperty("parley.args")).orElse("");
        Surroundings surroundings = Surroundings.ofProcess(() -> engine, new InstalledBundles(context));
        return calls.run(() -> Parley.run(arguments, surroundings));
    }

    @Deactivate
    void end() {
        calls.end();
    }
}
