package dev.parley.isakmp.negotiation;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** What a person or a host wants negotiated: who with, by which protocol. The details are the protocol's. */
@ConsumerType
public interface Wish {
    /** The standing connection this belongs to. */
    String connection();

    /** The key of the {@link NegotiationProtocol}. */
    String protocol();

    Endpoint local();

    Endpoint remote();

    /** What must be installed before it is begun, besides the protocol. */
    default List<Need> needs() {
        return List.of();
    }
}
