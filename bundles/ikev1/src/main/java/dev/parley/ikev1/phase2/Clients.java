package dev.parley.ikev1.phase2;

import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;

/** IDci and IDcr: whose traffic a Quick Mode is for (RFC 2409 section 5.5). */
record Clients(TrafficSelector initiator, TrafficSelector responder) {
    /** @throws Refusal an identity names one range */
    static Clients of(ChildPolicy child) throws Refusal {
        if (child.local().size() != 1 || child.remote().size() != 1) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "child " + child.name() + " has several selectors on a side, and a Quick Mode names one (RFC 2409"
                            + " section 5.5): make it several children");
        }
        return new Clients(child.local().get(0), child.remote().get(0));
    }

    /** Who names nobody means the two ends themselves. */
    static Clients ends(Ikev1Path path, Role us) {
        TrafficSelector local = all(path.local().address());
        TrafficSelector remote = all(path.remote().address());
        return us == Role.INITIATOR ? new Clients(local, remote) : new Clients(remote, local);
    }

    TrafficSelector of(Role who) {
        return who == Role.INITIATOR ? initiator : responder;
    }

    private static TrafficSelector all(Bytes address) {
        return new TrafficSelector(TrafficSelector.ANY_PROTOCOL, 0, TrafficSelector.MAX_PORT, address, address);
    }
}
