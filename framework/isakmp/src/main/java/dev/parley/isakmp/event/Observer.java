package dev.parley.isakmp.event;

import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import org.osgi.annotation.versioning.ConsumerType;

/** Is told of every event, in order, on a thread of its own. A slow one loses events, counted, and stalls nobody. */
@ConsumerType
@ExtensionPoint(value = "observer", all = true)
public interface Observer extends Extension {
    void on(Observed event);
}
