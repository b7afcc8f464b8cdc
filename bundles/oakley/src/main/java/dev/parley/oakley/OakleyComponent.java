package dev.parley.oakley;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes the Diffie-Hellman groups. */
@Component
@Contributes(
        point = "key-exchange",
        key = {"x25519", "modp-2048", "modp-3072", "modp-4096", "ecp-256", "ecp-384", "ecp-521"})
public final class OakleyComponent implements Contribution {
    private final List<Extension> extensions;

    public OakleyComponent() {
        List<Extension> groups = new ArrayList<>();
        groups.add(new Curve25519());
        groups.addAll(Modp.groups());
        groups.addAll(Ecp.groups());
        extensions = List.copyOf(groups);
    }

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
