package dev.parley.demo.kink;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes the demo of KINK. */
@Component
@Contributes(point = "demo-scene", key = "kink")
public final class KinkDemoComponent implements Contribution {
    @Override
    public List<Extension> extensions() {
        return List.of(new KinkScene());
    }
}
