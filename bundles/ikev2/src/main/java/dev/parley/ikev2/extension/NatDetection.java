package dev.parley.ikev2.extension;

import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Finds out whether somebody rewrites addresses (RFC 7296 section 2.23): each side sends hashes of what it believes they are. */
public final class NatDetection {
    private NatDetection() {}

    /** The notifications for a message from {@code path}'s local end. */
    public static List<Payload> payloads(Bytes spiI, Bytes spiR, IkePath path) {
        return List.of(
                NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, hash(spiI, spiR, path.local())),
                NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, hash(spiI, spiR, path.remote())));
    }

    /** What the peer's notifications tell of the path that its message took; nothing if it sent none. */
    public static IkePath examine(IkeMessage message, IkePath path) {
        Bytes spiI = message.header().initiatorCookie();
        Bytes spiR = message.header().responderCookie();
        return new IkePath(
                path.local(),
                path.remote(),
                mismatch(message, NotifyType.NAT_DETECTION_DESTINATION_IP, hash(spiI, spiR, path.local())),
                mismatch(message, NotifyType.NAT_DETECTION_SOURCE_IP, hash(spiI, spiR, path.remote())));
    }

    /** A sender that does not know its own address sends several source hashes: one that matches is enough. */
    private static boolean mismatch(IkeMessage message, int notifyType, Bytes expected) {
        boolean sent = false;
        for (NotifyPayload each : message.notifies()) {
            if (each.notifyType() == notifyType) {
                if (each.data().equals(expected)) {
                    return false;
                }
                sent = true;
            }
        }
        return sent;
    }

    private static Bytes hash(Bytes spiI, Bytes spiR, Endpoint endpoint) {
        Bytes octets = Bytes.concat(spiI, spiR, endpoint.address(), Bytes.unsigned(endpoint.port(), 2));
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-1").digest(octets.toArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
