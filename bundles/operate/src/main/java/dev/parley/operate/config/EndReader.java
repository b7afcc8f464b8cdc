package dev.parley.operate.config;

import dev.parley.ipsec.Identity;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the two ends of a connection; ports that nobody wrote are those of its protocol. */
final class EndReader {
    private static final int MAX_PORT = 65535;
    /** Four times the longest domain name; two of them fit into one datagram with all the rest. */
    private static final int MAX_IDENTITY_OCTETS = 1024;

    private static final String ANY = "any";

    private final String protocol;
    private final List<String> known;
    private final Optional<UdpPorts> usual;

    /**
     * @param known the protocols that are installed
     * @param usual the ports of {@code protocol}, if it is one of them
     */
    EndReader(String protocol, List<String> known, Optional<UdpPorts> usual) {
        this.protocol = protocol;
        this.known = known;
        this.usual = usual;
    }

    Optional<PolicyEnd> local(Value value) {
        return value.object().flatMap(fields -> {
            Optional<Value> address = fields.need("address", "\"192.0.2.1\"");
            Optional<Bytes> octets = address.flatMap(EndReader::localAddress);
            return end(value, fields, octets);
        });
    }

    /** @param local gives {@code any} its family */
    Optional<PolicyEnd> remote(Value value, Optional<PolicyEnd> local) {
        return value.object().flatMap(fields -> {
            Optional<Value> address = fields.need("address", "\"192.0.2.2\" or \"any\"");
            int length = local.map(end -> end.endpoint().address().length()).orElse(4);
            Optional<Bytes> octets = address.flatMap(at -> remoteAddress(at, length, local.isPresent()));
            return end(value, fields, octets);
        });
    }

    private Optional<PolicyEnd> end(Value value, Fields fields, Optional<Bytes> address) {
        Optional<Integer> port = port(value, fields);
        Optional<Integer> encapsulatedPort = encapsulatedPort(fields);
        Optional<Value> id = fields.take("id");
        Optional<Identity> identity = id.flatMap(EndReader::identity);
        fields.end();
        if (port.isPresent() && port.equals(encapsulatedPort)) {
            return value.wrong("'port' and 'encapsulatedPort' are both " + port.get() + "; they must differ");
        }
        if (address.isEmpty() || port.isEmpty() || id.isPresent() && identity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PolicyEnd(
                new Endpoint(address.get(), port.get(), false),
                encapsulatedPort.map(OptionalInt::of).orElse(OptionalInt.empty()),
                identity.orElseGet(() -> Identity.parse(IpAddress.format(address.get())))));
    }

    private static Optional<Identity> identity(Value value) {
        return value.text().flatMap(text -> {
            try {
                Identity identity = Identity.parse(text);
                return identity.value().length() <= MAX_IDENTITY_OCTETS
                        ? Optional.of(identity)
                        : value.wrong(
                                "an identity of more than " + MAX_IDENTITY_OCTETS + " octets fits into no message");
            } catch (IllegalArgumentException e) {
                return value.wrong(e.getMessage());
            }
        });
    }

    private Optional<Integer> port(Value end, Fields fields) {
        Optional<Value> written = fields.take("port");
        if (written.isPresent()) {
            return number(written.get());
        }
        return usual.isPresent()
                ? usual.map(UdpPorts::plain)
                : end.wrong("'port' is missing: no installed bundle has the protocol '" + protocol
                        + "' and could say it"
                        + Spelling.nearest(protocol, known)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; there are " + String.join(", ", known)));
    }

    private Optional<Integer> encapsulatedPort(Fields fields) {
        Optional<Value> written = fields.take("encapsulatedPort");
        OptionalInt own = usual.map(UdpPorts::encapsulated).orElse(OptionalInt.empty());
        if (written.isPresent() && usual.isPresent() && own.isEmpty()) {
            return written.get().wrong(protocol + " is not encapsulated in UDP once more; take it out");
        }
        return written.isPresent()
                ? number(written.get())
                : own.isPresent() ? Optional.of(own.getAsInt()) : Optional.empty();
    }

    private static Optional<Integer> number(Value port) {
        return port.number(1, MAX_PORT).map(Long::intValue);
    }

    private static Optional<Bytes> localAddress(Value value) {
        return value.text()
                .flatMap(text -> IpAddress.parse(text)
                        .map(octets -> octets.isZero()
                                ? value.<Bytes>wrong(
                                        "name one address of this host; a gateway must know which one it answers from")
                                : Optional.of(octets))
                        .orElseGet(
                                () -> value.wrong("'" + text + "' is no IP address (host names are not looked up)")));
    }

    private static Optional<Bytes> remoteAddress(Value value, int length, boolean lengthKnown) {
        return value.text().flatMap(text -> {
            if (text.equals(ANY)) {
                return Optional.of(Bytes.zeros(length));
            }
            Optional<Bytes> octets = IpAddress.parse(text);
            if (octets.isEmpty()) {
                return value.wrong("'" + text
                        + "' is no IP address (host names are not looked up); a peer from anywhere is \"any\"");
            }
            if (octets.get().isZero()) {
                return value.wrong("a peer from anywhere is \"any\"");
            }
            if (lengthKnown && octets.get().length() != length) {
                return value.wrong("one end has an IPv4 address and the other an IPv6 address");
            }
            return octets;
        });
    }
}
