package dev.parley.operate.daemon;

import dev.parley.engine.Engine;
import dev.parley.engine.Gateway;
import dev.parley.engine.Limits;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.SecurityPolicyDatabase;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Endpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gateway that runs, and the SAs it has. */
public record GatewaySetup(Gateway gateway, SecurityAssociationDatabase sas) implements AutoCloseable {
    /**
     * Opens a gateway at the local ends of {@code policies}.
     *
     * @throws Unavailable if an address or port cannot be opened; in one line
     */
    public static GatewaySetup start(String name, Engine engine, List<Policy> policies, Limits limits)
            throws Unavailable {
        return start(engine.gateway(name).limits(limits), policies);
    }

    /** Opens the gateway that {@code builder} has begun, at the local ends of {@code policies}: those at one port share it. */
    public static GatewaySetup start(Gateway.Builder builder, List<Policy> policies) throws Unavailable {
        SecurityAssociationDatabase sas = new SecurityAssociationDatabase();
        builder.database(PeerAuthorizationDatabase.class, new PeerAuthorizationDatabase(policies))
                .database(SecurityPolicyDatabase.class, new SecurityPolicyDatabase(policies))
                .database(SecurityAssociationDatabase.class, sas)
                .sink(sas);
        Map<Endpoint, Set<String>> protocols = new LinkedHashMap<>();
        Map<Endpoint, Endpoint> beside = new HashMap<>();
        for (Policy policy : policies) {
            Endpoint plain = policy.local().endpoint();
            protocols.computeIfAbsent(plain, first -> new HashSet<>()).add(policy.protocol());
            policy.local().encapsulated().ifPresent(endpoint -> beside.putIfAbsent(plain, endpoint));
        }
        protocols.forEach((plain, spoken) -> builder.listen(plain, Optional.ofNullable(beside.get(plain)), spoken));
        return new GatewaySetup(builder.start(), sas);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
