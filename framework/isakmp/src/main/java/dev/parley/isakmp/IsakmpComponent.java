package dev.parley.isakmp;

import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes what RFC 2408 itself defines. */
@Component
@Contributes(point = "payload-codecs", key = "isakmp")
@Contributes(point = "exchange-rules", key = "isakmp")
public final class IsakmpComponent implements Contribution {
    private final List<Extension> extensions = List.of(new IsakmpPayloads(), new IsakmpExchanges());

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
