package dev.parley.kink.exchange;

import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KinkPayloads;
import dev.parley.kink.peer.Heard;
import java.util.List;
import java.util.Optional;

/** What a principal is told that has a ticket for us and no policy: nothing is kept of it. */
public final class Strangers {
    private Strangers() {}

    /** What answers {@code command}; empty if nothing does. */
    public static Optional<List<Payload>> answer(Heard command) {
        return switch (command.header().type()) {
            case KinkMessageType.STATUS -> Optional.of(List.of());
            case KinkMessageType.CREATE -> Optional.of(refusals(command, NotifyType.NO_PROPOSAL_CHOSEN));
            case KinkMessageType.DELETE -> Optional.of(refusals(command, NotifyType.INVALID_SPI));
            default -> Optional.empty();
        };
    }

    private static List<Payload> refusals(Heard command, int notifyType) {
        return command.payloads().stream()
                .filter(payload -> payload.type().equals(KinkPayloads.ISAKMP))
                .<Payload>map(payload -> Notices.isakmp(notifyType, Bytes.EMPTY))
                .toList();
    }
}
