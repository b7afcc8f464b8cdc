package dev.parley.ipsec;

import dev.parley.isakmp.negotiation.Endpoint;
import java.util.List;

/** Who may negotiate, and under which policy (RFC 4301 section 4.4.3). */
public final class PeerAuthorizationDatabase {
    private final List<Policy> policies;

    public PeerAuthorizationDatabase(List<Policy> policies) {
        this.policies = List.copyOf(policies);
    }

    public List<Policy> policies() {
        return policies;
    }

    /**
     * Policies of {@code protocol} that a peer at {@code remote} might mean, before it has said who it is; best first: those that
     * name its address before those that accept any.
     */
    public List<Policy> at(String protocol, Endpoint local, Endpoint remote) {
        List<Policy> here = policies.stream()
                .filter(policy -> policy.protocol().equals(protocol)
                        && (policy.local().endpoint().address().isZero()
                                || policy.local().endpoint().address().equals(local.address())))
                .toList();
        List<Policy> named = here.stream()
                .filter(policy -> policy.remote().endpoint().address().equals(remote.address()))
                .toList();
        List<Policy> any = here.stream()
                .filter(policy -> policy.remote().endpoint().address().isZero())
                .toList();
        return java.util.stream.Stream.concat(named.stream(), any.stream()).toList();
    }

    /** Those of {@code candidates} that name this peer, and us if the peer said whom it wants; see {@link Identity#matches}. */
    public static List<Policy> naming(List<Policy> candidates, Identity peer, java.util.Optional<Identity> us) {
        return candidates.stream()
                .filter(policy -> policy.remote().identity().matches(peer)
                        && us.map(policy.local().identity()::matches).orElse(true))
                .toList();
    }
}
