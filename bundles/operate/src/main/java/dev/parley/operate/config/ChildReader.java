package dev.parley.operate.config;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Granularity;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the children of a connection: what is protected, and how. */
final class ChildReader {
    /** A year: what is longer is milliseconds by mistake. */
    private static final long MAX_LIFETIME_SECONDS = 366L * 24 * 3600;
    /** An hour, as strongSwan and others have it: what one key of a child protects stays small. */
    private static final long LIFETIME_SECONDS = 3_600;

    /** RFC 7296 section 3.13: their number is one octet. */
    private static final int MAX_SELECTORS = 255;

    private static final Map<String, List<Mode>> MODES = Map.of(
            "tunnel", List.of(Mode.TUNNEL),
            "transport", List.of(Mode.TRANSPORT),
            "transport-or-tunnel", List.of(Mode.TRANSPORT, Mode.TUNNEL));

    private static final Map<String, Granularity> GRANULARITIES =
            Map.of("child", Granularity.CHILD, "addresses", Granularity.ADDRESSES);

    private ChildReader() {}

    /** The children in {@code value}, an object; the ends of their connection are what transport mode is between. */
    static List<ChildPolicy> children(Value value, Optional<PolicyEnd> local, Optional<PolicyEnd> remote) {
        List<ChildPolicy> children = new ArrayList<>();
        value.object().ifPresent(fields -> {
            if (fields.all().isEmpty()) {
                value.wrong("a connection without children protects nothing; add one: \"net\": {…}");
            }
            fields.all().forEach((name, child) -> {
                if (!name.matches(ConnectionReader.NAME)) {
                    child.wrong("a child's name is made of up to 64 letters, digits, '.', '_' and '-'");
                }
                child.object().ifPresent(inside -> children.add(child(name, inside, local, remote)));
            });
        });
        return children;
    }

    /** A number of seconds up to a year. */
    static long lifetime(Fields fields, long standard) {
        return fields.take("lifetime")
                .flatMap(value -> value.number(0, MAX_LIFETIME_SECONDS))
                .orElse(standard);
    }

    private static ChildPolicy child(
            String name, Fields fields, Optional<PolicyEnd> local, Optional<PolicyEnd> remote) {
        Optional<Value> mode = fields.take("mode");
        Optional<List<Mode>> chosen =
                mode.flatMap(value -> choice(value, MODES, "\"tunnel\", \"transport\" and \"transport-or-tunnel\""));
        List<Mode> modes = chosen.orElse(List.of(Mode.TUNNEL));
        boolean transport = modes.get(0) == Mode.TRANSPORT;
        boolean unclear = mode.isPresent() && chosen.isEmpty();
        ChildPolicy child = new ChildPolicy(
                name,
                fields.take("suites").map(SuiteReader::child).orElse(SuiteReader.CHILD_DEFAULT),
                transport || unclear
                        ? betweenHosts(fields, "local", local.filter(end -> transport))
                        : selectors(fields.need("local", "[\"10.1.0.0/16\"]")),
                transport || unclear
                        ? betweenHosts(fields, "remote", remote.filter(end -> transport))
                        : selectors(fields.need("remote", "[\"10.2.0.0/16\"]")),
                lifetime(fields, LIFETIME_SECONDS),
                modes,
                fields.take("granularity")
                        .flatMap(value -> choice(value, GRANULARITIES, "\"child\" and \"addresses\""))
                        .orElse(Granularity.CHILD));
        fields.end();
        return child;
    }

    /** What is written, which must hold the end's own address, or that address. Nothing is said of an end that is itself a mistake. */
    private static List<TrafficSelector> betweenHosts(Fields fields, String name, Optional<PolicyEnd> end) {
        Optional<Bytes> address = end.map(each -> each.endpoint().address()).filter(octets -> !octets.isZero());
        boolean anybody = end.isPresent() && address.isEmpty();
        Optional<Value> written = anybody ? fields.need(name, "[\"0.0.0.0/0\"]") : fields.take(name);
        List<TrafficSelector> selectors = selectors(written);
        if (written.isEmpty()) {
            return address.map(octets -> List.of(TrafficSelector.parse(IpAddress.format(octets))))
                    .orElse(selectors);
        }
        boolean misses = address.filter(
                        octets -> TrafficSelector.at(selectors, octets).isEmpty())
                .isPresent();
        if (misses && !selectors.isEmpty()) {
            written.get()
                    .wrong("transport mode protects what goes between the two ends of the connection; write "
                            + IpAddress.format(address.get()) + ", or nothing at all");
        }
        return selectors;
    }

    private static List<TrafficSelector> selectors(Optional<Value> list) {
        List<TrafficSelector> selectors = new ArrayList<>();
        list.ifPresent(values -> {
            values.list()
                    .forEach(value -> value.text().ifPresent(text -> {
                        try {
                            selectors.add(TrafficSelector.parse(text));
                        } catch (IllegalArgumentException e) {
                            value.wrong(e.getMessage());
                        }
                    }));
            if (selectors.size() > MAX_SELECTORS) {
                values.wrong("a child has at most " + MAX_SELECTORS
                        + " selectors on a side (RFC 7296 section 3.13); join some, or make it two children");
            }
        });
        return selectors;
    }

    private static <T> Optional<T> choice(Value value, Map<String, T> choices, String words) {
        return value.text()
                .flatMap(text -> choices.containsKey(text)
                        ? Optional.of(choices.get(text))
                        : value.wrong("'" + text + "' is none of " + words));
    }
}
