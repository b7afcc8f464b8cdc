package dev.parley.kink.exchange;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;

/** The one version of Quick Mode that there is (RFC 4430 sections 4.2.6 and 12). */
final class Versions {
    private Versions() {}

    /** @throws Refusal KINK_BADQMVERS, which is about the whole message: versions do not mix */
    static void demandKnown(IsakmpPayload isakmp) throws Refusal {
        if (isakmp.majorVersion() != IsakmpPayload.MAJOR_VERSION) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    ErrorPayload.code(ErrorPayload.BADQMVERS),
                    "Quick Mode of version " + isakmp.majorVersion() + " is not known (RFC 4430 section 12)");
        }
    }
}
