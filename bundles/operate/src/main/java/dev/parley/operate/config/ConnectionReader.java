package dev.parley.operate.config;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one connection: a policy, and who begins. */
final class ConnectionReader {
    /** What connections and children may be called. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final String PROTOCOL = "ikev2";
    private static final String PLACE_END = ": ";
    /** Four hours: an IKE SA carries little. */
    private static final long LIFETIME_SECONDS = 14_400;

    private static final Map<String, Connection.Start> STARTS =
            Map.of("wait", Connection.Start.WAIT, "initiate", Connection.Start.INITIATE);

    private final SecretReader secrets;
    private final Catalog catalog;

    ConnectionReader(SecretReader secrets, Catalog catalog) {
        this.secrets = secrets;
        this.catalog = catalog;
    }

    Optional<Connection> read(String name, Value value) {
        if (!name.matches(NAME)) {
            value.wrong("a connection's name is made of up to 64 letters, digits, '.', '_' and '-'");
        }
        return value.object().flatMap(fields -> connection(name, value, fields));
    }

    private Optional<Connection> connection(String name, Value value, Fields fields) {
        String protocol = fields.take("protocol").flatMap(Value::text).orElse(PROTOCOL);
        Optional<NegotiationProtocol> speaker = catalog.find(NegotiationProtocol.class, protocol);
        List<String> known = catalog.all(NegotiationProtocol.class).stream()
                .map(NegotiationProtocol::key)
                .toList();
        EndReader ends = new EndReader(protocol, known, speaker.map(NegotiationProtocol::udpPorts));
        Optional<PolicyEnd> local =
                fields.need("local", "{\"address\": \"192.0.2.1\"}").flatMap(ends::local);
        Optional<PolicyEnd> remote =
                fields.need("remote", "{\"address\": \"192.0.2.2\"}").flatMap(end -> ends.remote(end, local));
        Optional<SharedSecret> secret = secrets.read(value, fields);
        boolean ownSa = speaker.map(NegotiationProtocol::isOwnSa).orElse(true);
        if (!ownSa) {
            Stream.of("suites", "lifetime")
                    .forEach(each -> fields.take(each)
                            .ifPresent(written -> written.wrong(protocol
                                    + " has no SA of its own that this could be for; write it into the children")));
        }
        List<Suite> suites = fields.take("suites")
                .map(SuiteReader::negotiation)
                .orElse(ownSa ? SuiteReader.NEGOTIATION_DEFAULT : List.of());
        long lifetime = ChildReader.lifetime(fields, ownSa ? LIFETIME_SECONDS : 0);
        Optional<Value> begin = fields.take("start");
        Connection.Start start = begin.flatMap(ConnectionReader::start).orElse(Connection.Start.WAIT);
        Map<String, String> settings =
                fields.take("settings").map(ConnectionReader::settings).orElse(Map.of());
        List<ChildPolicy> children = fields.need("children", "{\"net\": {…}}")
                .map(list -> ChildReader.children(list, local, remote))
                .orElse(List.of());
        fields.end();
        if (start == Connection.Start.INITIATE
                && remote.isPresent()
                && remote.get().endpoint().address().isZero()) {
            begin.get().wrong("a peer whose address is \"any\" cannot be called first; write \"wait\"");
        }
        boolean unread = secret.isEmpty()
                && Stream.of("secret", "secretFile")
                        .anyMatch(each -> fields.take(each).isPresent());
        if (local.isEmpty() || remote.isEmpty() || unread) {
            return Optional.empty();
        }
        Policy policy =
                new Policy(name, protocol, local.get(), remote.get(), secret, suites, children, lifetime, settings);
        speaker.ifPresent(one -> one.mistakes(new IpsecWish(policy, Optional.empty()))
                .forEach(line -> value.mistakes().add(value.path() + "." + place(line), why(line))));
        return Optional.of(new Connection(policy, start));
    }

    /** A protocol says where and why, as we do, from the connection on. */
    private static String place(String line) {
        return line.substring(0, Math.max(0, line.indexOf(PLACE_END)));
    }

    private static String why(String line) {
        int end = line.indexOf(PLACE_END);
        return end < 0 ? line : line.substring(end + PLACE_END.length());
    }

    private static Optional<Connection.Start> start(Value value) {
        return value.text()
                .flatMap(text -> STARTS.containsKey(text)
                        ? Optional.of(STARTS.get(text))
                        : value.wrong("'" + text + "' is neither \"wait\" nor \"initiate\""));
    }

    private static Map<String, String> settings(Value value) {
        Map<String, String> settings = new LinkedHashMap<>();
        value.object()
                .ifPresent(fields -> fields.all()
                        .forEach((name, setting) -> setting.text().ifPresent(text -> settings.put(name, text))));
        return settings;
    }
}
