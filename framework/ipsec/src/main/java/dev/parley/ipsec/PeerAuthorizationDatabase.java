package dev.parley.ipsec;

import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who may negotiate, and under which policy (RFC 4301 section 4.4.3). Safe for several threads. */
public final class PeerAuthorizationDatabase {
    private final List<Policy> policies;
    private final Map<Identity, List<Policy>> byPeer = new HashMap<>();
    private final Set<Bytes> named = new HashSet<>();
    /** One for each pair of an address of ours and a named one: whoever is not named shares one with all others. */
    private final Map<Place, List<Policy>> places = new ConcurrentHashMap<>();

    private record Place(String protocol, Bytes local, Optional<Bytes> remote) {}

    public PeerAuthorizationDatabase(List<Policy> policies) {
        this.policies = List.copyOf(policies);
        for (Policy policy : policies) {
            byPeer.computeIfAbsent(policy.remote().identity().canonical(), peer -> new ArrayList<>())
                    .add(policy);
            named.add(policy.remote().endpoint().address());
        }
    }

    public List<Policy> policies() {
        return policies;
    }

    /**
     * Policies of {@code protocol} that a peer at {@code remote} might mean, before it has said who it is; best first: those that
     * name its address before those that accept any.
     */
    public List<Policy> at(String protocol, Endpoint local, Endpoint remote) {
        Optional<Bytes> name = Optional.of(remote.address()).filter(named::contains);
        return places.computeIfAbsent(
                new Place(protocol, local.address(), name), place -> best(policies, protocol, local, remote));
    }

    /** Those of {@link #at} that name this peer, and us if the peer said whom it wants; see {@link Identity#matches}. */
    public List<Policy> naming(String protocol, Endpoint local, Endpoint remote, Identity peer, Optional<Identity> us) {
        return best(byPeer.getOrDefault(peer.canonical(), List.of()), protocol, local, remote).stream()
                .filter(policy -> us.map(policy.local().identity()::matches).orElse(true))
                .toList();
    }

    private static List<Policy> best(List<Policy> some, String protocol, Endpoint local, Endpoint remote) {
        List<Policy> named = new ArrayList<>();
        List<Policy> any = new ArrayList<>();
        for (Policy policy : some) {
            Bytes ours = policy.local().endpoint().address();
            Bytes theirs = policy.remote().endpoint().address();
            boolean here = policy.protocol().equals(protocol) && (ours.isZero() || ours.equals(local.address()));
            if (here && theirs.equals(remote.address())) {
                named.add(policy);
            } else if (here && theirs.isZero()) {
                any.add(policy);
            }
        }
        named.addAll(any);
        return List.copyOf(named);
    }
}
