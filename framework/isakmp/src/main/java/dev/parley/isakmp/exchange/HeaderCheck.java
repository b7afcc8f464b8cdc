package dev.parley.isakmp.exchange;

import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What RFC 2408 sections 5.1 and 5.2 demand of a header before anything behind it is looked at, in their order. */
public final class HeaderCheck {
    /**
     * Why a message is discarded.
     *
     * @param notifyType what the sender may be told
     * @param why one line
     */
    public record Fault(int notifyType, String why) {
        /** A counter's name. */
        public String name() {
            return NotifyType.name(notifyType);
        }
    }

    /** Whether a message's place in time is phase 1, whose Message ID is 0, or phase 2, whose is not (section 3.1). */
    public enum Phase {
        ONE,
        TWO
    }

    private static final int MINOR_VERSION = 0;

    private HeaderCheck() {}

    /**
     * What is wrong with {@code header} in front of a message of {@code octets} in all; empty if nothing is. Cookies are not judged
     * here: whoever has the SA knows them.
     *
     * @param exchanges whether an exchange type is one that may come
     * @param payloads whether a payload type is one that may come first
     */
    public static Optional<Fault> fault(
            IsakmpHeader header, int octets, Phase phase, IntPredicate exchanges, IntPredicate payloads) {
        if (header.length() != octets) {
            return fault(
                    NotifyType.UNEQUAL_PAYLOAD_LENGTHS,
                    "Length says " + header.length() + ", the message has " + octets);
        }
        if (header.nextPayload() == PayloadType.NONE || !payloads.test(header.nextPayload())) {
            return fault(
                    NotifyType.INVALID_PAYLOAD_TYPE, IsakmpPayloads.name(header.nextPayload()) + " cannot come first");
        }
        if (header.majorVersion() != IsakmpExchanges.MAJOR_VERSION) {
            return fault(NotifyType.INVALID_MAJOR_VERSION, "major version " + header.majorVersion());
        }
        if (header.minorVersion() > MINOR_VERSION) {
            return fault(NotifyType.INVALID_MINOR_VERSION, "minor version " + header.minorVersion());
        }
        if (!exchanges.test(header.exchangeType())) {
            return fault(NotifyType.INVALID_EXCHANGE_TYPE, "exchange type " + header.exchangeType());
        }
        if (header.has(IsakmpFlags.UNDEFINED)) {
            return fault(NotifyType.INVALID_FLAGS, "Flags " + header.flags() + " has bits that are not defined");
        }
        if ((header.messageId() == 0) != (phase == Phase.ONE)) {
            return fault(
                    NotifyType.INVALID_MESSAGE_ID,
                    "Message ID " + Long.toHexString(header.messageId()) + " in phase " + (phase.ordinal() + 1));
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(int notifyType, String why) {
        return Optional.of(new Fault(notifyType, why + " (RFC 2408 section 5.2)"));
    }
}
