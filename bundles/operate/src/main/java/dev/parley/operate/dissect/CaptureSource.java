package dev.parley.operate.dissect;

import dev.parley.capture.CaptureReader;
import dev.parley.capture.Frame;
import dev.parley.capture.Headers;
import dev.parley.capture.IpPacket;
import dev.parley.capture.UdpDatagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.WireException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The IP packets of a capture. */
final class CaptureSource implements PacketSource {
    /** A capture of another sort of traffic has thousands of reasons; nobody reads more. */
    private static final int MAX_REASONS = 16;

    private static final class Tally {
        private final long first;
        private long count;

        private Tally(long first) {
            this.first = first;
        }
    }

    private final CaptureReader frames;
    private final Map<String, Tally> reasons = new LinkedHashMap<>();

    CaptureSource(CaptureReader frames) {
        this.frames = frames;
    }

    @Override
    public Optional<Packet> next() throws IOException {
        for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
            try {
                Optional<IpPacket> ip = Headers.ip(frame.get());
                if (ip.isPresent()) {
                    return Optional.of(packet(frame.get(), ip.get()));
                }
                passOver(frame.get(), "not IP");
            } catch (WireException unreadable) {
                passOver(frame.get(), frame.get().cut() ? "captured in part only" : unreadable.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Packet packet(Frame frame, IpPacket ip) throws WireException {
        if (ip.protocol() != IpPacket.UDP) {
            return packet(frame, ip, new UdpDatagram(0, 0, ip.payload()));
        }
        return packet(frame, ip, UdpDatagram.read(ip.payload()));
    }

    private static Packet packet(Frame frame, IpPacket ip, UdpDatagram datagram) {
        return new Packet(
                frame.number(),
                frame.nanos(),
                ip.protocol(),
                new Endpoint(ip.source(), datagram.sourcePort(), false),
                new Endpoint(ip.destination(), datagram.destinationPort(), false),
                datagram.payload());
    }

    private void passOver(Frame frame, String why) {
        if (reasons.containsKey(why) || reasons.size() < MAX_REASONS) {
            reasons.computeIfAbsent(why, fresh -> new Tally(frame.number())).count++;
        }
    }

    @Override
    public List<String> passedOver() {
        return reasons.entrySet().stream()
                .map(entry -> entry.getValue().count == 1
                        ? "frame " + entry.getValue().first + " was passed over: " + entry.getKey()
                        : entry.getValue().count + " frames, " + entry.getValue().first
                                + " the first, were passed over: " + entry.getKey())
                .toList();
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}
