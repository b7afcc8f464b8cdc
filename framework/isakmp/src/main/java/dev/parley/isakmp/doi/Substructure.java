package dev.parley.isakmp.doi;

import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;

/** The generic header in front of a Proposal or a Transform payload, whose Next Payload knows two values (RFC 2408 section 3.5). */
final class Substructure {
    private static final int OCTETS = 4;

    private Substructure() {}

    /**
     * A reader of the payload's body.
     *
     * @param what the payload's name
     * @param next what Next Payload must say
     * @param least octets that the payload has at least
     */
    static WireReader read(WireReader in, String what, int next, int least) throws WireException {
        int said = in.u8("Next Payload");
        if (said != next) {
            throw in.bad(what + " Next Payload", "says " + said + ", " + next + " agrees with what is left");
        }
        return rest(in, what, least);
    }

    /** The same where the caller has read and will judge Next Payload. */
    static WireReader rest(WireReader in, String what, int least) throws WireException {
        if (in.u8("RESERVED") != 0) {
            throw in.bad(what + " RESERVED", "is not zero");
        }
        int length = in.u16("Payload Length");
        if (length < least) {
            throw in.bad(what + " Payload Length", length + " is shorter than its own header");
        }
        return in.sub(what + " Payload Length", length - OCTETS);
    }
}
