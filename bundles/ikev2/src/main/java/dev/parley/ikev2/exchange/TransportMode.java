package dev.parley.ikev2.exchange;

import dev.parley.ikev2.sa.IkePath;
import dev.parley.ipsec.RealAddresses;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Traffic selectors of transport mode, where one address a side is the IKE SA's own, and a NAT may have changed it on the way (RFC
 * 7296 section 2.23.1).
 *
 * @param tsI with addresses as they are seen here
 * @param tsR with addresses as they are seen here
 * @param real the addresses that the peer's packets begin with, if a NAT is on the way
 */
record TransportMode(List<TrafficSelector> tsI, List<TrafficSelector> tsR, Optional<RealAddresses> real) {
    /** Puts what this host sees in the place of what the peer wrote, wherever a NAT stands between. */
    static TransportMode seen(IkePath path, Role us, List<TrafficSelector> tsI, List<TrafficSelector> tsR) {
        Optional<Bytes> wroteI = TrafficSelector.host(tsI);
        Optional<Bytes> wroteR = TrafficSelector.host(tsR);
        if (!path.translated() || wroteI.isEmpty() || wroteR.isEmpty()) {
            return new TransportMode(tsI, tsR, Optional.empty());
        }
        boolean behindI = us == Role.INITIATOR ? path.weAreBehindNat() : path.peerIsBehindNat();
        boolean behindR = us == Role.INITIATOR ? path.peerIsBehindNat() : path.weAreBehindNat();
        RealAddresses real = us == Role.INITIATOR
                ? new RealAddresses(wroteR.get(), wroteI.get())
                : new RealAddresses(wroteI.get(), wroteR.get());
        return new TransportMode(
                behindI ? moved(tsI, address(path, us, Role.INITIATOR)) : tsI,
                behindR ? moved(tsR, address(path, us, Role.RESPONDER)) : tsR,
                Optional.of(real));
    }

    /** What of these selectors is between the two ends of the IKE SA, which is all that transport mode can protect. */
    TransportMode between(IkePath path, Role us) {
        return new TransportMode(
                TrafficSelector.at(tsI, address(path, us, Role.INITIATOR)),
                TrafficSelector.at(tsR, address(path, us, Role.RESPONDER)),
                real);
    }

    boolean isEmpty() {
        return tsI.isEmpty() || tsR.isEmpty();
    }

    private static Bytes address(IkePath path, Role us, Role side) {
        return (us == side ? path.local() : path.remote()).address();
    }

    private static List<TrafficSelector> moved(List<TrafficSelector> selectors, Bytes address) {
        return selectors.stream().map(each -> each.of(address)).toList();
    }
}
