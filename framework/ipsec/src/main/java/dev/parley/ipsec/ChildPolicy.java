package dev.parley.ipsec;

import java.util.List;

/**
 * Traffic that a policy protects with pairs of SAs.
 *
 * @param suites for ESP, best first
 * @param local selectors on our side
 * @param remote selectors on the peer's side
 * @param lifetimeSeconds after which a pair is deleted; 0 for never
 * @param modes those that will do, best first
 * @param granularity how much of the traffic one pair carries
 */
public record ChildPolicy(
        String name,
        List<Suite> suites,
        List<TrafficSelector> local,
        List<TrafficSelector> remote,
        long lifetimeSeconds,
        List<Mode> modes,
        Granularity granularity) {
    public ChildPolicy {
        suites = List.copyOf(suites);
        local = List.copyOf(local);
        remote = List.copyOf(remote);
        modes = List.copyOf(modes);
        if (modes.isEmpty()) {
            throw new IllegalArgumentException("child " + name + " has no mode");
        }
    }

    /** All traffic in one pair, in tunnel mode. */
    public ChildPolicy(
            String name,
            List<Suite> suites,
            List<TrafficSelector> local,
            List<TrafficSelector> remote,
            long lifetimeSeconds) {
        this(name, suites, local, remote, lifetimeSeconds, List.of(Mode.TUNNEL), Granularity.CHILD);
    }

    /** The same in other modes, best first. */
    public ChildPolicy in(Mode... others) {
        return new ChildPolicy(name, suites, local, remote, lifetimeSeconds, List.of(others), granularity);
    }

    /** The same with as much traffic in one pair as {@code other} says. */
    public ChildPolicy each(Granularity other) {
        return new ChildPolicy(name, suites, local, remote, lifetimeSeconds, modes, other);
    }

    /** The same with other suites. */
    public ChildPolicy by(List<Suite> others) {
        return new ChildPolicy(name, others, local, remote, lifetimeSeconds, modes, granularity);
    }

    /** The same for so many seconds. */
    public ChildPolicy lasting(long seconds) {
        return new ChildPolicy(name, suites, local, remote, seconds, modes, granularity);
    }

    /** The same as the other end has it. */
    public ChildPolicy mirrored() {
        return new ChildPolicy(name, suites, remote, local, lifetimeSeconds, modes, granularity);
    }
}
