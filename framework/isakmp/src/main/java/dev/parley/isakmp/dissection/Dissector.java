package dev.parley.isakmp.dissection;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.io.IOException;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads a protocol's messages as a third party who overhears them. Each protocol bundle contributes its own. */
@ConsumerType
@ExtensionPoint("dissector")
public interface Dissector extends Extension {
    /** Where its protocol is at home: there it is asked first, and there it is believed when it finds faults. */
    Set<Integer> udpPorts();

    /**
     * Begins to read a capture.
     *
     * @param keys what there is to decrypt with
     * @param catalog algorithms and payload codecs
     * @throws IOException keys that cannot be read, in one line that names the table
     */
    Reading open(KeyTables keys, Catalog catalog) throws IOException;
}
