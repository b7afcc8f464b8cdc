package dev.parley.operate;

import dev.parley.engine.Engine;
import dev.parley.operate.command.Parley;
import dev.parley.operate.command.Surroundings;
import dev.parley.operate.plugins.InstalledBundles;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command, as the launcher finds it in OSGi. */
@Component(service = Callable.class, property = "parley.main:Boolean=true")
public final class OperateComponent implements Callable<Integer> {
    private final BundleContext context;
    private final Engine engine;

    @Activate
    public OperateComponent(BundleContext context, @Reference Engine engine) {
        this.context = context;
        this.engine = engine;
    }

    @Override
    public Integer call() {
        String arguments =
                Optional.ofNullable(context.getProperty("parley.args")).orElse("");
        return Parley.run(arguments, Surroundings.ofProcess(() -> engine, new InstalledBundles(context)));
    }
}
