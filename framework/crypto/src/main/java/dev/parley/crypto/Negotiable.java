package dev.parley.crypto;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.extension.Extension;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that peers agree on by number. */
@ConsumerType
public interface Negotiable extends Extension {
    /** Its numbers in the registries that have it. A private-use number does not belong here but to the policy. */
    default Map<NumberSpace, Integer> codePoints() {
        return Map.of();
    }
}
