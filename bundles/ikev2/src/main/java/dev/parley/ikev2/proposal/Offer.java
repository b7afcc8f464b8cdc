package dev.parley.ikev2.proposal;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Negotiable;
import dev.parley.crypto.Prf;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A policy's suites as transforms (RFC 7296 section 3.3), each beside the name it stands for. What is not installed is left out:
 * offered is not installed.
 *
 * @param rows one for each suite of which something of every type it needs is left
 */
public record Offer(List<Row> rows) {
    /** One suite: by transform type, the transforms that stand for its names, best first. */
    public record Row(Map<Integer, Map<Transform, Algorithm>> types) {
        Optional<Algorithm> named(Transform transform) {
            return Optional.ofNullable(
                    types.getOrDefault(transform.transformType(), Map.of()).get(transform));
        }

        boolean authenticated() {
            return !types.containsKey(TransformType.INTEG);
        }

        List<Transform> transforms() {
            return types.values().stream()
                    .flatMap(type -> type.keySet().stream())
                    .toList();
        }
    }

    /** What offers are remembered by in a catalog. */
    private record Remembered(Use use, List<Suite> suites) {}

    private enum Use {
        IKE,
        FIRST_ESP,
        LATER_ESP
    }

    public Offer {
        rows = List.copyOf(rows);
    }

    /** Suites for an IKE SA. */
    public static Offer ike(List<Suite> suites, Catalog catalog) {
        return catalog.derived(new Remembered(Use.IKE, suites), now -> madeIke(suites, now));
    }

    private static Offer madeIke(List<Suite> suites, Catalog catalog) {
        List<Row> rows = new ArrayList<>();
        for (Suite suite : suites) {
            Map<Integer, Map<Transform, Algorithm>> types = base(suite, catalog);
            types.put(TransformType.PRF, transforms(TransformType.PRF, Prf.class, suite.prf(), catalog));
            types.put(TransformType.KE, keyExchanges(suite, catalog));
            add(rows, types);
        }
        return new Offer(rows);
    }

    /** Suites for the first ESP SAs, which have no key exchange of their own. */
    public static Offer esp(List<Suite> suites, Catalog catalog) {
        return catalog.derived(new Remembered(Use.FIRST_ESP, suites), now -> esp(suites, now, false));
    }

    /** Suites for later ESP SAs: with a key exchange of their own (perfect forward secrecy) where the policy names one. */
    public static Offer laterEsp(List<Suite> suites, Catalog catalog) {
        return catalog.derived(new Remembered(Use.LATER_ESP, suites), now -> esp(suites, now, true));
    }

    private static Offer esp(List<Suite> suites, Catalog catalog, boolean withKeyExchange) {
        List<Row> rows = new ArrayList<>();
        for (Suite suite : suites) {
            Map<Integer, Map<Transform, Algorithm>> types = base(suite, catalog);
            if (withKeyExchange && !suite.keyExchange().isEmpty()) {
                types.put(TransformType.KE, keyExchanges(suite, catalog));
            }
            types.put(TransformType.SN, sequenceNumbers(suite));
            add(rows, types);
        }
        return new Offer(rows);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** As proposals, numbered from 1. */
    public List<Proposal> proposals(int protocol, Bytes spi) {
        List<Proposal> proposals = new ArrayList<>();
        for (Row row : rows) {
            proposals.add(new Proposal(proposals.size() + 1, protocol, spi, row.transforms()));
        }
        return proposals;
    }

    /** The key exchange to begin with: the first of the first row; empty if that has none. */
    public Optional<Algorithm> firstKeyExchange() {
        return rows.get(0).types().getOrDefault(TransformType.KE, Map.of()).values().stream()
                .findFirst();
    }

    /** The key exchange that {@code number} stands for in any row. */
    public Optional<Algorithm> keyExchange(int number) {
        return rows.stream()
                .flatMap(row -> row.named(Transform.of(TransformType.KE, number)).stream())
                .findFirst();
    }

    /** The number of {@code method}. */
    public OptionalInt keyExchangeNumber(Algorithm method) {
        return rows.stream()
                .flatMap(row -> row.types().getOrDefault(TransformType.KE, Map.of()).entrySet().stream())
                .filter(entry -> entry.getValue().equals(method))
                .mapToInt(entry -> entry.getKey().id())
                .findFirst();
    }

    private static Map<Integer, Map<Transform, Algorithm>> base(Suite suite, Catalog catalog) {
        Map<Integer, Map<Transform, Algorithm>> types = new LinkedHashMap<>();
        types.put(TransformType.ENCR, ciphers(suite, catalog));
        if (!suite.integrity().isEmpty()) {
            types.put(
                    TransformType.INTEG, transforms(TransformType.INTEG, Integrity.class, suite.integrity(), catalog));
        }
        return types;
    }

    /** A policy that says nothing counts as ESP always has (section 3.3.2, RFC 4303 section 2.2). */
    private static Map<Transform, Algorithm> sequenceNumbers(Suite suite) {
        List<SequenceNumbers> wanted =
                suite.sequenceNumbers().isEmpty() ? List.of(SequenceNumbers.ORDINARY) : suite.sequenceNumbers();
        Map<Transform, Algorithm> transforms = new LinkedHashMap<>();
        wanted.forEach(each -> transforms.put(
                Transform.of(
                        TransformType.SN,
                        each == SequenceNumbers.EXTENDED ? TransformType.SN_64_BIT : TransformType.SN_32_BIT),
                Algorithm.parse(each.toString())));
        return transforms;
    }

    private static void add(List<Row> rows, Map<Integer, Map<Transform, Algorithm>> types) {
        if (types.values().stream().noneMatch(Map::isEmpty)) {
            rows.add(new Row(types));
        }
    }

    private static Map<Transform, Algorithm> ciphers(Suite suite, Catalog catalog) {
        Map<Transform, Algorithm> ciphers = new LinkedHashMap<>();
        for (Algorithm wanted : suite.encryption()) {
            Optional<Cipher> cipher = catalog.find(Cipher.class, wanted.key());
            if (cipher.isEmpty()
                    || cipher.get().authenticated() != suite.integrity().isEmpty()) {
                continue;
            }
            List<Integer> sizes = wanted.keyBits().isPresent()
                    ? List.of(wanted.keyBits().getAsInt())
                    : cipher.get().keyBits();
            for (int bits : sizes) {
                if (!cipher.get().keyBits().contains(bits)) {
                    continue;
                }
                // a cipher whose key has one size never says it (RFC 7634 section 4)
                Algorithm sized =
                        bits == 0 ? wanted : new Algorithm(wanted.key(), OptionalInt.of(bits), wanted.number());
                number(TransformType.ENCR, wanted, cipher.get())
                        .ifPresent(id -> ciphers.put(
                                bits == 0
                                        ? Transform.of(TransformType.ENCR, id)
                                        : Transform.of(TransformType.ENCR, id, bits),
                                sized));
            }
        }
        return ciphers;
    }

    /** Only methods of one round trip fit into two messages. */
    private static Map<Transform, Algorithm> keyExchanges(Suite suite, Catalog catalog) {
        List<Algorithm> fitting = suite.keyExchange().stream()
                .filter(wanted -> catalog.find(KeyExchangeMethod.class, wanted.key())
                        .filter(method -> method.traits().roundTrips() == 1)
                        .isPresent())
                .toList();
        return transforms(TransformType.KE, KeyExchangeMethod.class, fitting, catalog);
    }

    private static <N extends Negotiable> Map<Transform, Algorithm> transforms(
            int type, Class<N> point, List<Algorithm> wanted, Catalog catalog) {
        Map<Transform, Algorithm> transforms = new LinkedHashMap<>();
        for (Algorithm algorithm : wanted) {
            catalog.find(point, algorithm.key())
                    .map(found -> number(type, algorithm, found))
                    .filter(OptionalInt::isPresent)
                    .ifPresent(id -> transforms.put(Transform.of(type, id.getAsInt()), algorithm));
        }
        return transforms;
    }

    /** The policy's own number, or the one that the algorithm has in this registry. */
    private static OptionalInt number(int type, Algorithm wanted, Negotiable found) {
        if (wanted.number().isPresent()) {
            return wanted.number();
        }
        return TransformType.space(type)
                .map(found.codePoints()::get)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
