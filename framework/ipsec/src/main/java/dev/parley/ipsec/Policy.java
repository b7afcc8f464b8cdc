package dev.parley.ipsec;

import dev.parley.crypto.SharedSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to talk to one peer and what to protect with it, in no protocol's words.
 *
 * @param protocol the key of the negotiation protocol
 * @param secret the pre-shared key, if the protocol has one
 * @param suites for the negotiation itself, best first
 * @param lifetimeSeconds after which the negotiation is deleted; 0 for never
 * @param settings for names that only the protocol knows
 */
public record Policy(
        String name,
        String protocol,
        PolicyEnd local,
        PolicyEnd remote,
        Optional<SharedSecret> secret,
        List<Suite> suites,
        List<ChildPolicy> children,
        long lifetimeSeconds,
        Map<String, String> settings) {
    public Policy {
        suites = List.copyOf(suites);
        children = List.copyOf(children);
        settings = Map.copyOf(settings);
    }

    /** A policy with a pre-shared key. */
    public Policy(
            String name,
            String protocol,
            PolicyEnd local,
            PolicyEnd remote,
            SharedSecret secret,
            List<Suite> suites,
            List<ChildPolicy> children,
            long lifetimeSeconds,
            Map<String, String> settings) {
        this(name, protocol, local, remote, Optional.of(secret), suites, children, lifetimeSeconds, settings);
    }

    public Optional<ChildPolicy> child(String child) {
        return children.stream()
                .filter(candidate -> candidate.name().equals(child))
                .findFirst();
    }
}
