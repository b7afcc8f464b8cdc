package dev.parley.operate.dissect;

import dev.parley.capture.IpPacket;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the dissectors that are plugged in what a packet says, and tells messages from IPsec's own traffic (RFC 3948 section 2, RFC
 * 4303 section 2, RFC 4302 section 2).
 */
final class Interpreter {
    private static final Bytes MARKER = Bytes.zeros(4);
    private static final Bytes KEEPALIVE = Bytes.of(0xff);
    private static final int ENCAPSULATED_PORT = 4500;
    /** SPI and sequence number. */
    private static final int ESP_HEADER_OCTETS = 8;

    private static final int AH_SPI_AT = 4;
    private static final int AH_HEADER_OCTETS = 12;
    private static final int SHOWN_OCTETS = 16;
    private static final String BUG = "not read";

    private record Open(String key, Set<Integer> udpPorts, Reading reading) {
        /** Port 0 is that of a message whose ports are not known: there everybody is at home. */
        private boolean atHome(Packet packet) {
            return packet.from().port() == 0
                    || udpPorts.contains(packet.from().port())
                    || udpPorts.contains(packet.to().port());
        }
    }

    private final List<Open> readings = new ArrayList<>();

    /** @throws IOException keys that cannot be read, in one line */
    Interpreter(Catalog catalog, KeyTables keys) throws IOException {
        for (Dissector dissector : catalog.all(Dissector.class)) {
            readings.add(new Open(dissector.key(), dissector.udpPorts(), dissector.open(keys, catalog)));
        }
    }

    /** Who reads. */
    List<String> readers() {
        return readings.stream().map(Open::key).toList();
    }

    Seen read(Packet packet) {
        Bytes octets = packet.payload();
        if (packet.protocol() == IpPacket.ESP && octets.length() >= ESP_HEADER_OCTETS) {
            return traffic("esp", packet, esp(octets));
        }
        if (packet.protocol() == IpPacket.AH && octets.length() >= AH_HEADER_OCTETS) {
            return traffic(
                    "ah",
                    packet,
                    "AH SPI 0x" + octets.slice(AH_SPI_AT, AH_SPI_AT + 4) + ", sequence number "
                            + octets.number(AH_SPI_AT + 4, 4) + ", " + octets.length() + " octets");
        }
        if (packet.protocol() != IpPacket.UDP) {
            return new Seen(Seen.Kind.OTHER, "ip", packet, Dissection.of("IP protocol " + packet.protocol()));
        }
        boolean marked = octets.length() >= MARKER.length()
                && octets.slice(0, MARKER.length()).equals(MARKER);
        boolean encapsulated =
                packet.from().port() == ENCAPSULATED_PORT || packet.to().port() == ENCAPSULATED_PORT;
        if (encapsulated && octets.equals(KEEPALIVE)) {
            return traffic("nat-keepalive", packet, "NAT-keepalive");
        }
        if (encapsulated && !marked && octets.length() >= ESP_HEADER_OCTETS) {
            return traffic("esp", packet, esp(octets) + ", in UDP");
        }
        Optional<Seen> message =
                marked ? ask(packet, overheard(packet, octets.from(MARKER.length()), true)) : Optional.empty();
        return message.or(() -> ask(packet, overheard(packet, octets, false)))
                .orElseGet(() -> unread(packet, encapsulated));
    }

    private static Seen traffic(String protocol, Packet packet, String text) {
        return new Seen(Seen.Kind.TRAFFIC, protocol, packet, Dissection.of(text));
    }

    private static String esp(Bytes octets) {
        return "ESP SPI 0x" + octets.slice(0, 4) + ", sequence number " + octets.number(4, 4) + ", " + octets.length()
                + " octets";
    }

    private static Overheard overheard(Packet packet, Bytes octets, boolean encapsulated) {
        return new Overheard(packet.nanos(), end(packet.from(), encapsulated), end(packet.to(), encapsulated), octets);
    }

    private static Endpoint end(Endpoint end, boolean encapsulated) {
        return new Endpoint(end.address(), end.port(), encapsulated);
    }

    /** Those at home first; elsewhere a message must be without fault, or everything would be a broken message of somebody's. */
    private Optional<Seen> ask(Packet packet, Overheard overheard) {
        for (boolean home : new boolean[] {true, false}) {
            for (Open open : readings) {
                if (open.atHome(packet) == home) {
                    Optional<Dissection> dissection =
                            home ? read(open, overheard) : read(open, overheard).filter(Interpreter::credible);
                    if (dissection.isPresent()) {
                        return Optional.of(new Seen(Seen.Kind.MESSAGE, open.key(), packet, dissection.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean credible(Dissection dissection) {
        return !dissection.faulty() && !dissection.notation().equals(BUG);
    }

    /** A plug-in that throws spoils one message, not the reading of the rest. */
    private static Optional<Dissection> read(Open open, Overheard overheard) {
        try {
            return open.reading().read(overheard);
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            return Optional.of(Dissection.of(BUG).note("a bug in the dissector '" + open.key() + "': " + bug));
        }
    }

    private Seen unread(Packet packet, boolean encapsulated) {
        boolean home = encapsulated || readings.stream().anyMatch(open -> open.atHome(packet));
        Bytes octets = packet.payload();
        String text = octets.length() + " octets that no bundle here reads: "
                + octets.slice(0, Math.min(SHOWN_OCTETS, octets.length()))
                + (octets.length() > SHOWN_OCTETS ? "..." : "");
        return new Seen(home ? Seen.Kind.UNREADABLE : Seen.Kind.OTHER, "udp", packet, Dissection.of(text));
    }
}
