package dev.parley.kink.exchange;

import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Code;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.peer.Spi;
import java.util.List;
import java.util.Set;

/** Notifications that say no (RFC 4430 section 5.5). */
public final class Notices {
    /** All that KINK has; whatever else was wrong is PAYLOAD-MALFORMED. */
    private static final Set<Integer> KNOWN = Set.of(
            NotifyType.INVALID_PAYLOAD_TYPE,
            NotifyType.INVALID_SPI,
            NotifyType.NO_PROPOSAL_CHOSEN,
            NotifyType.PAYLOAD_MALFORMED);

    private Notices() {}

    static Refusal refusal(int notifyType, String why) {
        return new Refusal(Blame.NO_AGREEMENT, NotifyType.code(notifyType), why);
    }

    /** A KINK_ISAKMP that says so, about no SA in particular. */
    static IsakmpPayload isakmp(int notifyType, Bytes data) {
        return IsakmpPayload.of(List.of(notification(notifyType, 0, Bytes.EMPTY, data)));
    }

    /** INVALID-SPI about the peer's {@code spi}. */
    static Payload invalid(Spi spi) {
        return notification(NotifyType.INVALID_SPI, spi.protocol(), spi.value(), Bytes.EMPTY);
    }

    /** A KINK_ISAKMP that answers what was refused; the one payload whose type we may refuse by its content is KE (section 3.2). */
    static IsakmpPayload isakmp(Refusal refusal) {
        int code = refusal.code().map(Code::number).filter(KNOWN::contains).orElse(NotifyType.PAYLOAD_MALFORMED);
        return isakmp(
                code, code == NotifyType.INVALID_PAYLOAD_TYPE ? Bytes.of(IsakmpPayloads.KE.number()) : Bytes.EMPTY);
    }

    private static NotificationPayload notification(int notifyType, int protocol, Bytes spi, Bytes data) {
        return new NotificationPayload(IpsecDoi.NUMBER, protocol, spi, notifyType, data);
    }
}
