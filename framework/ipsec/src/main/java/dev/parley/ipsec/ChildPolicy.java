package dev.parley.ipsec;

import java.util.List;

/**
 * Traffic that a policy protects with one pair of SAs, in tunnel mode.
 *
 * @param suites for ESP, best first
 * @param local selectors on our side
 * @param remote selectors on the peer's side
 * @param lifetimeSeconds after which the pair is deleted; 0 for never
 */
public record ChildPolicy(
        String name,
        List<Suite> suites,
        List<TrafficSelector> local,
        List<TrafficSelector> remote,
        long lifetimeSeconds) {
    public ChildPolicy {
        suites = List.copyOf(suites);
        local = List.copyOf(local);
        remote = List.copyOf(remote);
    }
}
