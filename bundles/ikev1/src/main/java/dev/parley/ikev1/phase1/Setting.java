package dev.parley.ikev1.phase1;

import dev.parley.ipsec.Identity;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.exchange.ExchangeDefinition;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Under what a phase 1 takes place.
 *
 * @param catalog as it was when phase 1 began
 * @param table main or aggressive mode
 * @param policies that the peer may mean; of an initiator the one that it carries out
 * @param local where the first message went from, or came to
 */
public record Setting(
        Environment environment,
        Catalog catalog,
        ExchangeDefinition table,
        Role role,
        List<Policy> policies,
        Endpoint local,
        Endpoint remote,
        Bytes initiatorCookie) {
    static final String PROTOCOL = "ikev1";

    PayloadRegistry registry() {
        return PayloadRegistry.of(catalog);
    }

    /** Those of our policies here that are for {@code peer}. */
    List<Policy> naming(Identity peer) {
        return role == Role.INITIATOR
                ? policies.stream()
                        .filter(policy -> policy.remote().identity().matches(peer))
                        .toList()
                : environment
                        .database(PeerAuthorizationDatabase.class)
                        .naming(PROTOCOL, local, remote, peer, Optional.empty());
    }
}
