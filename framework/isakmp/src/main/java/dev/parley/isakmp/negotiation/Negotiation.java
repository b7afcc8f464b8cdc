package dev.parley.isakmp.negotiation;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** One ISAKMP SA, IKE SA or other relation with a peer. Lives and dies on one lane: it is never called twice at once. */
@ConsumerType
public interface Negotiation {
    List<Effect> handle(Input input);

    /** What a list of negotiations shows of this one, by name; no key material. Called on the lane. */
    default Map<String, String> facts() {
        return Map.of();
    }
}
