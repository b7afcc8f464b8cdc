package dev.parley.ikev2.sa;

import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * SET_WINDOW_SIZE (RFC 7296 sections 2.3 and 3.10.1): how many requests an end promises to keep. Ours rides on our first protected
 * message of each IKE SA; on a new one in place of another it is one again until that is said anew.
 */
public final class WindowSize {
    private static final int OCTETS = 4;

    private WindowSize() {}

    /** {@code payloads}, and the promise if it is due; what may be an IKE SA's last message promises nothing. */
    static List<Payload> announcing(List<Payload> payloads, ExchangeWindow window) {
        if (window.announced() || payloads.stream().anyMatch(WindowSize::ends)) {
            return payloads;
        }
        List<Payload> more = new ArrayList<>(payloads);
        more.add(NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.unsigned(window.declared(), OCTETS)));
        return more;
    }

    private static boolean ends(Payload payload) {
        return payload instanceof DeletePayload delete && delete.protocol() == ProtocolId.IKE
                || payload instanceof NotifyPayload notification && notification.isError();
    }

    /** Takes note of the peer's promise in a message that is authenticated. */
    public static void heard(IkeMessage message, ExchangeWindow window) {
        message.notification(NotifyType.SET_WINDOW_SIZE)
                .map(NotifyPayload::data)
                .filter(data -> data.length() == OCTETS)
                .ifPresent(data -> window.peerKeeps(data.number(0, OCTETS)));
    }
}
