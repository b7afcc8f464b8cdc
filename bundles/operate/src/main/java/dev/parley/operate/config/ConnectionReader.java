package dev.parley.operate.config;

import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.Suite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one connection: a policy, and who begins. */
final class ConnectionReader {
    /** What connections and children may be called. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final String PROTOCOL = "ikev2";
    /** Four hours: an IKE SA carries little. */
    private static final long LIFETIME_SECONDS = 14_400;

    private static final Map<String, Connection.Start> STARTS =
            Map.of("wait", Connection.Start.WAIT, "initiate", Connection.Start.INITIATE);

    private final SecretReader secrets;

    ConnectionReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Optional<Connection> read(String name, Value value) {
        if (!name.matches(NAME)) {
            value.wrong("a connection's name is made of up to 64 letters, digits, '.', '_' and '-'");
        }
        return value.object().flatMap(fields -> connection(name, value, fields));
    }

    private Optional<Connection> connection(String name, Value value, Fields fields) {
        String protocol = fields.take("protocol").flatMap(Value::text).orElse(PROTOCOL);
        Optional<PolicyEnd> local =
                fields.need("local", "{\"address\": \"192.0.2.1\"}").flatMap(EndReader::local);
        Optional<PolicyEnd> remote =
                fields.need("remote", "{\"address\": \"192.0.2.2\"}").flatMap(end -> EndReader.remote(end, local));
        Optional<SharedSecret> secret = secrets.read(value, fields);
        List<Suite> suites =
                fields.take("suites").map(SuiteReader::negotiation).orElse(SuiteReader.NEGOTIATION_DEFAULT);
        long lifetime = ChildReader.lifetime(fields, LIFETIME_SECONDS);
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
        if (local.isEmpty() || remote.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        Policy policy = new Policy(
                name, protocol, local.get(), remote.get(), secret.get(), suites, children, lifetime, settings);
        return Optional.of(new Connection(policy, start));
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
