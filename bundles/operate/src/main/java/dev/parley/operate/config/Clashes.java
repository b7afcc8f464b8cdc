package dev.parley.operate.config;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds connections that are right one by one and cannot stand together. */
final class Clashes {
    private record Socket(Bytes address, int port) {}

    private record Number(Bytes address, String kind, int number) {}

    private record Pair(String first, String second) {}

    private Clashes() {}

    static void check(List<Connection> connections, Mistakes mistakes) {
        Map<Socket, Boolean> sockets = new HashMap<>();
        Map<Number, String> numbers = new HashMap<>();
        Map<Pair, String> pairs = new HashMap<>();
        for (Connection connection : connections) {
            Policy policy = connection.policy();
            String path = "$.connections." + policy.name();
            Stream.concat(Stream.of(policy.local().endpoint()), policy.local().encapsulated().stream())
                    .forEach(endpoint -> checkSocket(endpoint, path, sockets, mistakes));
            suites(policy).forEach(suite -> checkNumbers(policy, suite, path, numbers, mistakes));
            checkPair(policy, path, pairs, mistakes);
        }
    }

    /** Four zero octets stand before each message at an endpoint, or before none (RFC 3948 section 2.2). */
    private static void checkSocket(Endpoint end, String path, Map<Socket, Boolean> sockets, Mistakes mistakes) {
        Boolean before = sockets.putIfAbsent(new Socket(end.address(), end.port()), end.encapsulated());
        if (before != null && before != end.encapsulated()) {
            mistakes.add(
                    path + ".local",
                    end + " is one connection's 'port' and another's 'encapsulatedPort'; take two ports");
        }
    }

    /** A peer's number must mean one algorithm before it is known which connection it wants. */
    private static void checkNumbers(
            Policy policy, Suite suite, String path, Map<Number, String> numbers, Mistakes mistakes) {
        Map<String, Function<Suite, List<Algorithm>>> kinds = Map.of(
                "encryption", Suite::encryption,
                "integrity", Suite::integrity,
                "prf", Suite::prf,
                "key exchange", Suite::keyExchange);
        kinds.forEach((kind, list) -> list.apply(suite).stream()
                .filter(algorithm -> algorithm.number().isPresent())
                .forEach(algorithm -> {
                    int number = algorithm.number().getAsInt();
                    String before = numbers.putIfAbsent(
                            new Number(policy.local().endpoint().address(), kind, number), algorithm.key());
                    if (before != null && !before.equals(algorithm.key())) {
                        mistakes.add(
                                path + ".suites",
                                kind + " number " + number + " is " + algorithm.key() + " here and " + before
                                        + " elsewhere at the same address");
                    }
                }));
    }

    /** Of two connections between the same identities nobody can tell which one a peer means. */
    private static void checkPair(Policy policy, String path, Map<Pair, String> pairs, Mistakes mistakes) {
        String ends = policy.protocol() + " " + policy.local().endpoint() + " "
                + policy.local().identity().canonical();
        String peer =
                policy.remote().endpoint() + " " + policy.remote().identity().canonical();
        String before = pairs.putIfAbsent(new Pair(ends, peer), policy.name());
        if (before != null) {
            mistakes.add(
                    path,
                    "it has the same ends and identities as '" + before + "'; make its children that one's children");
        }
    }

    private static Stream<Suite> suites(Policy policy) {
        return Stream.concat(
                policy.suites().stream(),
                policy.children().stream().map(ChildPolicy::suites).flatMap(List::stream));
    }
}
