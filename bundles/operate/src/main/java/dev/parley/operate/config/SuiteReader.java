package dev.parley.operate.config;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.EspKeySizes;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.ipsec.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads suites of algorithms. A name need not be installed, but a suite must be able to mean something. */
final class SuiteReader {
    /** AES-GCM first: it is the faster one, and both are what RFC 8247 and RFC 8221 ask every implementation for. */
    static final List<Suite> NEGOTIATION_DEFAULT = List.of(
            suite("aes-gcm-16:128|aes-gcm-16:256", "", "hmac-sha2-256", "x25519|modp-2048"),
            suite("aes-cbc:128|aes-cbc:256", "hmac-sha2-256-128", "hmac-sha2-256", "x25519|modp-2048"));

    static final List<Suite> CHILD_DEFAULT = List.of(
            suite("aes-gcm-16:128|aes-gcm-16:256", "", "", ""),
            suite("aes-cbc:128|aes-cbc:256", "hmac-sha2-256-128", "", ""));

    private static final String NAME = "[a-z0-9][a-z0-9.-]*";
    private static final int MAX_KEY_BITS = 4096;
    private static final int MAX_NUMBER = 65535;

    private SuiteReader() {}

    /** Suites for a negotiation itself: a PRF and a key exchange are part of each. */
    static List<Suite> negotiation(Value value) {
        return suites(value, SuiteReader::negotiationSuite);
    }

    /** Suites for ESP. */
    static List<Suite> child(Value value) {
        return suites(value, SuiteReader::childSuite);
    }

    private static List<Suite> suites(Value value, java.util.function.BiFunction<Value, Fields, Suite> reader) {
        return value.list().stream()
                .flatMap(one -> one.object().map(fields -> reader.apply(one, fields)).stream())
                .toList();
    }

    private static Suite negotiationSuite(Value value, Fields fields) {
        Suite suite = new Suite(
                needed(fields, "encryption", "[\"aes-gcm-16:128\"]"),
                optional(fields, "integrity"),
                needed(fields, "prf", "[\"hmac-sha2-256\"]"),
                needed(fields, "keyExchange", "[\"x25519\"]"));
        fields.end();
        checkIntegrity(value, suite);
        return suite;
    }

    private static Suite childSuite(Value value, Fields fields) {
        Suite suite = new Suite(
                needed(fields, "encryption", "[\"aes-gcm-16:128\"]"),
                optional(fields, "integrity"),
                List.of(),
                optional(fields, "keyExchange"),
                fields.take("sequenceNumbers").map(SuiteReader::counts).orElse(List.of()));
        if (fields.take("prf").isPresent()) {
            value.wrong("ESP has no PRF; take 'prf' out, or put it into the connection's suites");
        }
        fields.end();
        checkIntegrity(value, suite);
        checkSizes(value, suite);
        return suite;
    }

    private static List<SequenceNumbers> counts(Value value) {
        return value.list().stream().flatMap(each -> count(each).stream()).toList();
    }

    private static Optional<SequenceNumbers> count(Value value) {
        return value.text()
                .flatMap(text -> Arrays.stream(SequenceNumbers.values())
                        .filter(each -> each.toString().equals(text))
                        .findFirst()
                        .or(() -> value.wrong(
                                "'" + text + "' is neither \"esn\" (64 bits, RFC 4304) nor \"no-esn\" (32 bits)")));
    }

    /** RFC 7296 section 3.3: ciphers with and without integrity of their own are never in one proposal. */
    private static void checkIntegrity(Value value, Suite suite) {
        List<Algorithm> whole =
                suite.encryption().stream().filter(EspKeySizes::authenticated).toList();
        List<Algorithm> bare =
                suite.encryption().stream().filter(SuiteReader::isBare).toList();
        if (!whole.isEmpty() && !bare.isEmpty()) {
            value.wrong(whole.get(0).key() + " proves integrity itself and "
                    + bare.get(0).key() + " does not; put them into two suites (RFC 7296 section 3.3)");
        } else if (!whole.isEmpty() && !suite.integrity().isEmpty()) {
            value.wrong(whole.get(0).key() + " proves integrity itself; take 'integrity' out");
        } else if (!bare.isEmpty() && suite.integrity().isEmpty()) {
            value.wrong(
                    bare.get(0).key() + " needs an integrity algorithm; write \"integrity\": [\"hmac-sha2-256-128\"]");
        }
    }

    private static boolean isBare(Algorithm algorithm) {
        return EspKeySizes.encryption(algorithm).isPresent() && !EspKeySizes.authenticated(algorithm);
    }

    private static void checkSizes(Value value, Suite suite) {
        for (Algorithm algorithm : suite.encryption()) {
            if (EspKeySizes.encryption(algorithm).isEmpty()) {
                value.wrong("how long an ESP key of " + algorithm + " is is not known" + advice(algorithm));
            }
        }
        for (Algorithm algorithm : suite.integrity()) {
            if (EspKeySizes.integrity(algorithm).isEmpty()) {
                value.wrong("how long an ESP key of " + algorithm + " is is not known");
            }
        }
    }

    private static String advice(Algorithm algorithm) {
        if (algorithm.keyBits().isEmpty()) {
            return "; write its size after the name, as in aes-gcm-16:128";
        }
        return EspKeySizes.encryption(Algorithm.parse(algorithm.key())).isPresent()
                ? "; its keys have one size, write " + algorithm.key()
                : "";
    }

    private static List<Algorithm> needed(Fields fields, String name, String example) {
        return algorithms(fields.need(name, example));
    }

    private static List<Algorithm> optional(Fields fields, String name) {
        return algorithms(fields.take(name));
    }

    private static List<Algorithm> algorithms(Optional<Value> list) {
        List<Algorithm> algorithms = new ArrayList<>();
        list.ifPresent(values -> values.list().forEach(value -> algorithm(value).ifPresent(algorithms::add)));
        return algorithms;
    }

    private static Optional<Algorithm> algorithm(Value value) {
        return value.isText()
                ? value.text().flatMap(text -> named(value, text))
                : value.object().flatMap(SuiteReader::numbered);
    }

    private static Optional<Algorithm> named(Value value, String text) {
        if (!text.matches(NAME + "(:[1-9][0-9]{0,3})?")) {
            return value.wrong(
                    "'" + text + "' is no algorithm's name; write a name, or a name and a key size: aes-gcm-16:128");
        }
        Algorithm algorithm = Algorithm.parse(text);
        return algorithm.keyBits().isPresent() && !isKeySize(algorithm.keyBits().getAsInt())
                ? value.wrong("a key of " + algorithm.keyBits().getAsInt() + " bits is no whole number of octets")
                : Optional.of(algorithm);
    }

    private static Optional<Algorithm> numbered(Fields fields) {
        Optional<Algorithm> named = fields.need("method", "\"my-key-exchange\"")
                .flatMap(method -> method.text().flatMap(text -> named(method, text)));
        Optional<Long> number = fields.take("number").flatMap(value -> value.number(1, MAX_NUMBER));
        fields.end();
        return named.map(algorithm -> new Algorithm(
                algorithm.key(),
                algorithm.keyBits(),
                number.map(value -> OptionalInt.of(value.intValue())).orElse(OptionalInt.empty())));
    }

    private static boolean isKeySize(int bits) {
        return bits > 0 && bits <= MAX_KEY_BITS && bits % 8 == 0;
    }

    private static Suite suite(String encryption, String integrity, String prf, String keyExchange) {
        return new Suite(list(encryption), list(integrity), list(prf), list(keyExchange));
    }

    private static List<Algorithm> list(String names) {
        return names.isEmpty()
                ? List.of()
                : List.of(names.split("\\|")).stream().map(Algorithm::parse).toList();
    }
}
