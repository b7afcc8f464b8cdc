package dev.parley.isakmp.exchange;

import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Exchanges that a bundle adds, or completes for its DOI (RFC 2408 section 4.1). */
@ConsumerType
@ExtensionPoint(value = "exchange-rules", all = true)
public interface ExchangeRules extends Extension {
    List<ExchangeDefinition> exchanges();
}
