package dev.parley.ipsec;

import java.util.List;
import java.util.Optional;

/** What is to be protected (RFC 4301 section 4.4.1): the children of all policies, in order; the first match decides. */
public final class SecurityPolicyDatabase {
    /** A child and the policy it belongs to. */
    public record Entry(Policy policy, ChildPolicy child) {}

    private final List<Entry> entries;

    public SecurityPolicyDatabase(List<Policy> policies) {
        entries = policies.stream()
                .flatMap(policy -> policy.children().stream().map(child -> new Entry(policy, child)))
                .toList();
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The first entry that protects anything from {@code source} to {@code destination}, as seen from here. */
    public Optional<Entry> match(TrafficSelector source, TrafficSelector destination) {
        return entries.stream()
                .filter(entry -> entry.child().local().stream()
                                .anyMatch(own -> own.intersect(source).isPresent())
                        && entry.child().remote().stream()
                                .anyMatch(own -> own.intersect(destination).isPresent()))
                .findFirst();
    }
}
