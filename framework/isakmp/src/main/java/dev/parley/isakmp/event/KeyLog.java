package dev.parley.isakmp.event;

import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes key material for a dissector's tables. None is there unless a person asked for it: keys have no other way out. */
@ConsumerType
@ExtensionPoint(value = "key-log", all = true)
public interface KeyLog extends Extension {
    /** Adds {@code line} to the table named {@code table}. */
    void line(String table, String line);
}
