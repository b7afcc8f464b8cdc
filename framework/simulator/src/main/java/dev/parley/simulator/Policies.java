package dev.parley.simulator;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.Suite;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two policies that mirror each other: one for each end. Without more words: IKEv2 between 10.0.0.1 and 10.0.0.2,
 * x25519, aes-gcm-16:128, hmac-sha2-256, and one child {@code net} for 10.1.0.0/16 and 10.2.0.0/16.
 */
public final class Policies {
    /** The ports of RFC 7296 sections 2 and 2.23. */
    private static final int PORT = 500;

    private static final int ENCAPSULATED_PORT = 4500;

    private final Policy a;
    private final Policy b;

    private Policies(Policy a, Policy b) {
        this.a = a;
        this.b = b;
    }

    /** A pair with a pre-shared key; {@code suites} are for the negotiation, and their ciphers for ESP too. */
    public static Policies pair(String nameAtA, String nameAtB, String secret, Suite... suites) {
        List<Suite> ike = suites.length == 0
                ? List.of(suite("aes-gcm-16:128", Optional.empty(), "hmac-sha2-256", "x25519"))
                : List.of(suites);
        List<Suite> esp = ike.stream()
                .map(suite -> new Suite(suite.encryption(), suite.integrity(), List.of(), List.of()))
                .toList();
        ChildPolicy child = new ChildPolicy(
                "net",
                esp,
                List.of(TrafficSelector.parse("10.1.0.0/16")),
                List.of(TrafficSelector.parse("10.2.0.0/16")),
                0);
        SharedSecret key = SharedSecret.of(Bytes.utf8(secret));
        Policy a = new Policy(
                nameAtA,
                "ikev2",
                end("10.0.0.1", "a.example"),
                end("10.0.0.2", "b.example"),
                key,
                ike,
                List.of(child),
                0,
                Map.of());
        return new Policies(a, mirror(a, nameAtB, secret));
    }

    /** A suite of one algorithm each, for example {@code ("aes-cbc:128", Optional.of("hmac-sha2-256-128"), …)}. */
    public static Suite suite(String encryption, Optional<String> integrity, String prf, String keyExchange) {
        return new Suite(
                List.of(Algorithm.parse(encryption)),
                integrity.map(Algorithm::parse).stream().toList(),
                List.of(Algorithm.parse(prf)),
                List.of(Algorithm.parse(keyExchange)));
    }

    /** The policy of the first end. */
    public Policy a() {
        return a;
    }

    /** The policy of the second end. */
    public Policy b() {
        return b;
    }

    /** The same under another negotiation protocol. */
    public Policies protocol(String key) {
        return new Policies(protocol(a, key), protocol(b, key));
    }

    /** The same between two other addresses. */
    public Policies between(String addressOfA, String addressOfB) {
        PolicyEnd atA = end(addressOfA, a.local().identity().value().printable());
        PolicyEnd atB = end(addressOfB, b.local().identity().value().printable());
        return new Policies(ends(a, atA, atB), ends(b, atB, atA));
    }

    /** The same at these ports of both ends. */
    public Policies ports(int plain, int encapsulated) {
        PolicyEnd atA = end(a.local(), plain, encapsulated);
        PolicyEnd atB = end(b.local(), plain, encapsulated);
        return new Policies(ends(a, atA, atB), ends(b, atB, atA));
    }

    /** The same where the second end knows the first by the address of the NAT in front of it. */
    public Policies behind(String outside) {
        PolicyEnd seen = end(outside, a.local().identity().value().printable());
        return new Policies(a, ends(b, b.local(), seen));
    }

    /** The same with {@code key} set at both ends, for example {@code liveness} in seconds. */
    public Policies setting(String key, String value) {
        return new Policies(setting(a, key, value), setting(b, key, value));
    }

    /** The same with these lifetimes in seconds, 0 for never. */
    public Policies lifetimes(long negotiation, long child) {
        return new Policies(lifetimes(a, negotiation, child), lifetimes(b, negotiation, child));
    }

    /** The same with these children, as the first end sees them. */
    public Policies children(ChildPolicy... children) {
        Policy with = children(a, List.of(children));
        return new Policies(
                with,
                children(b, with.children().stream().map(ChildPolicy::mirrored).toList()));
    }

    /** The same with another policy at the second end, to let them disagree. */
    public Policies disagreeing(Policy otherB) {
        return new Policies(a, otherB);
    }

    /** The same where the ends have other settings, each its own. */
    public Policies settings(Map<String, String> atA, Map<String, String> atB) {
        Policy first = a;
        Policy second = b;
        for (Map.Entry<String, String> each : new TreeMap<>(atA).entrySet()) {
            first = setting(first, each.getKey(), each.getValue());
        }
        for (Map.Entry<String, String> each : new TreeMap<>(atB).entrySet()) {
            second = setting(second, each.getKey(), each.getValue());
        }
        return new Policies(first, second);
    }

    static PolicyEnd end(String address, String identity) {
        Bytes octets = IpAddress.parse(address)
                .orElseThrow(() -> new IllegalArgumentException("'" + address + "' is no IP address"));
        return new PolicyEnd(new Endpoint(octets, PORT, false), ENCAPSULATED_PORT, Identity.parse(identity));
    }

    private static PolicyEnd end(PolicyEnd of, int plain, int encapsulated) {
        return new PolicyEnd(new Endpoint(of.endpoint().address(), plain, false), encapsulated, of.identity());
    }

    private static Policy mirror(Policy policy, String name, String secret) {
        return new Policy(
                name,
                policy.protocol(),
                policy.remote(),
                policy.local(),
                SharedSecret.of(Bytes.utf8(secret)),
                policy.suites(),
                policy.children().stream().map(ChildPolicy::mirrored).toList(),
                policy.lifetimeSeconds(),
                policy.settings());
    }

    private static Policy protocol(Policy of, String key) {
        return new Policy(
                of.name(),
                key,
                of.local(),
                of.remote(),
                of.secret(),
                of.suites(),
                of.children(),
                of.lifetimeSeconds(),
                of.settings());
    }

    private static Policy ends(Policy of, PolicyEnd local, PolicyEnd remote) {
        return new Policy(
                of.name(),
                of.protocol(),
                local,
                remote,
                of.secret(),
                of.suites(),
                of.children(),
                of.lifetimeSeconds(),
                of.settings());
    }

    private static Policy setting(Policy of, String key, String value) {
        Map<String, String> settings = new TreeMap<>(of.settings());
        settings.put(key, value);
        return new Policy(
                of.name(),
                of.protocol(),
                of.local(),
                of.remote(),
                of.secret(),
                of.suites(),
                of.children(),
                of.lifetimeSeconds(),
                settings);
    }

    private static Policy children(Policy of, List<ChildPolicy> children) {
        return new Policy(
                of.name(),
                of.protocol(),
                of.local(),
                of.remote(),
                of.secret(),
                of.suites(),
                children,
                of.lifetimeSeconds(),
                of.settings());
    }

    private static Policy lifetimes(Policy of, long negotiation, long child) {
        List<ChildPolicy> children =
                of.children().stream().map(old -> old.lasting(child)).toList();
        return new Policy(
                of.name(),
                of.protocol(),
                of.local(),
                of.remote(),
                of.secret(),
                of.suites(),
                children,
                negotiation,
                of.settings());
    }
}
