package dev.parley.kink.exchange;

import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Transform;
import java.util.OptionalLong;

/**
 * Lifetimes in an offer and its answer: the responder may set them lower and not higher, and the shorter one holds (RFC 4430
 * section 3.2).
 */
final class Lifetimes {
    private Lifetimes() {}

    /** {@code offered} as it is, or with our shorter lifetime. */
    static Transform lowered(int protocol, Transform offered, long ownSeconds) throws Refusal {
        IpsecTransform read = IpsecTransform.of(protocol, offered);
        if (ownSeconds == 0 || read.lifetimeSeconds() <= ownSeconds) {
            return offered;
        }
        return with(read, OptionalLong.of(ownSeconds), read.kilobytes()).transform(offered.number());
    }

    /** Whether {@code answered} says what was {@code offered}, its lifetimes perhaps shorter. */
    static boolean agree(int protocol, Transform offered, Transform answered) {
        try {
            IpsecTransform ours = IpsecTransform.of(protocol, offered);
            IpsecTransform theirs = IpsecTransform.of(protocol, answered);
            return with(ours, OptionalLong.empty(), OptionalLong.empty())
                            .equals(with(theirs, OptionalLong.empty(), OptionalLong.empty()))
                    && theirs.lifetimeSeconds() <= ours.lifetimeSeconds()
                    && (ours.kilobytes().isEmpty()
                            || theirs.kilobytes().orElse(Long.MAX_VALUE)
                                    <= ours.kilobytes().getAsLong());
        } catch (Refusal notUnderstood) {
            return false;
        }
    }

    private static IpsecTransform with(IpsecTransform of, OptionalLong seconds, OptionalLong kilobytes) {
        return new IpsecTransform(
                of.protocol(), of.encryption(), of.integrity(), of.encapsulation(), of.group(), seconds, kilobytes);
    }
}
