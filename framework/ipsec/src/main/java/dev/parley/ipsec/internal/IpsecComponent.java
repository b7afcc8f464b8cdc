package dev.parley.ipsec.internal;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes the IPsec Domain of Interpretation. */
@Component
@Contributes(point = "domain-of-interpretation", key = "ipsec")
public final class IpsecComponent implements Contribution {
    private final List<Extension> extensions = List.of(new IpsecDoi());

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
