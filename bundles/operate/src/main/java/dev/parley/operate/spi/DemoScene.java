package dev.parley.operate.spi;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** What {@code parley demo --protocol KEY} shows: two gateways on this machine, and whatever they need besides. */
@ConsumerType
@ExtensionPoint("demo-scene")
public interface DemoScene extends Extension {
    /** The protocol's key. */
    @Override
    String key();

    /**
     * Sets the stage; may block.
     *
     * @throws Unavailable what the scene needs is not to be had, in one line
     * @throws IOException a port or a file is not to be had, in one line
     */
    Stage set(Backstage backstage) throws Unavailable, IOException;
}
