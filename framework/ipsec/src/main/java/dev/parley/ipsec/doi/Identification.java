package dev.parley.ipsec.doi;

import dev.parley.ipsec.Identity;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.Map;

/**
 * The Identification payload in the IPsec DOI: who somebody is, or which traffic is meant (RFC 2407 section 4.6.2). Its DOI specific
 * octets are an IP protocol and a port, 0 for any.
 */
public final class Identification {
    private static final int UDP = 17;
    private static final int ISAKMP_PORT = 500;
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private static final Map<Integer, String> KINDS = Map.of(
            IdType.IPV4_ADDR, Identity.IPV4,
            IdType.FQDN, Identity.FQDN,
            IdType.USER_FQDN, "rfc822",
            IdType.IPV6_ADDR, Identity.IPV6,
            IdType.DER_ASN1_DN, "dn",
            IdType.KEY_ID, Identity.KEY_ID);

    private Identification() {}

    /** The IP protocol, 0 for any. */
    public static int protocol(IdPayload id) {
        return id.doiSpecific().at(0);
    }

    /** The port, 0 for any. */
    public static int port(IdPayload id) {
        return (int) id.doiSpecific().number(1, 2);
    }

    /**
     * Who a peer says it is.
     *
     * @throws Refusal INVALID-ID-INFORMATION: the type names nobody, the data do not fit it, or the port is neither none nor UDP 500
     */
    public static Identity peer(IdPayload id) throws Refusal {
        boolean none = protocol(id) == 0 && port(id) == 0;
        boolean isakmp = protocol(id) == UDP && port(id) == ISAKMP_PORT;
        if (!none && !isakmp) {
            throw refused("a peer's ID is for protocol " + protocol(id) + " port " + port(id)
                    + ", which must be 0 and 0 or 17 and 500 (RFC 2407 section 4.6.2)");
        }
        String kind = KINDS.get(id.idType());
        if (kind == null) {
            throw refused(IdType.name(id.idType()) + " names no peer that a policy could know");
        }
        boolean address = id.idType() == IdType.IPV4_ADDR || id.idType() == IdType.IPV6_ADDR;
        if (id.data().isEmpty() || address && id.data().length() != addressOctets(id.idType())) {
            throw refused(IdType.name(id.idType()) + " has " + id.data().length() + " octets (RFC 2407 section 4.6.2)");
        }
        return new Identity(kind, id.data());
    }

    /**
     * How one says who one is.
     *
     * @throws IllegalArgumentException the DOI has no type for this kind of identity
     */
    public static IdPayload of(Identity identity) {
        int type = KINDS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(identity.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("RFC 2407 has no type for " + identity))
                .getKey();
        return new IdPayload(type, Bytes.zeros(IdPayload.DOI_SPECIFIC_OCTETS), identity.value());
    }

    /**
     * Which traffic a client identity means.
     *
     * @throws Refusal INVALID-ID-INFORMATION: the type names no addresses, or the data do not fit it
     */
    public static TrafficSelector selector(IdPayload id) throws Refusal {
        int octets = addressOctets(id.idType());
        boolean single = id.idType() == IdType.IPV4_ADDR || id.idType() == IdType.IPV6_ADDR;
        if (octets == 0) {
            throw refused(IdType.name(id.idType()) + " names no addresses");
        }
        if (id.data().length() != (single ? octets : 2 * octets)) {
            throw refused(IdType.name(id.idType()) + " has " + id.data().length() + " octets (RFC 2407 section 4.6.2)");
        }
        Bytes first = id.data().slice(0, octets);
        Bytes second = id.data().from(octets);
        if (single) {
            return selector(id, first, first);
        }
        if (id.idType() == IdType.IPV4_ADDR_RANGE || id.idType() == IdType.IPV6_ADDR_RANGE) {
            if (first.compareTo(second) > 0) {
                throw refused(IdType.name(id.idType()) + " ends before it begins");
            }
            return selector(id, first, second);
        }
        if (!isMask(second)) {
            throw refused(IdType.name(id.idType()) + " has the mask " + second + ", which is no prefix");
        }
        return selector(id, masked(first, second, 0), masked(first, second, 0xff));
    }

    /**
     * How a client identity says which traffic is meant: an address, a subnet, or else a range.
     *
     * @throws Refusal the selector has several ports, which no identification type can say
     */
    public static IdPayload of(TrafficSelector selector) throws Refusal {
        boolean any = selector.startPort() == 0 && selector.endPort() == TrafficSelector.MAX_PORT;
        if (!any && selector.startPort() != selector.endPort()) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "the selector " + selector
                            + " has several ports; an identification of RFC 2407 section 4.6.2 has one," + " or any");
        }
        Bytes specific = Bytes.concat(Bytes.of(selector.protocol()), Bytes.unsigned(any ? 0 : selector.startPort(), 2));
        boolean ipv4 = selector.start().length() == IPV4_OCTETS;
        if (selector.start().equals(selector.end())) {
            return new IdPayload(ipv4 ? IdType.IPV4_ADDR : IdType.IPV6_ADDR, specific, selector.start());
        }
        Bytes mask = agreeing(selector.start(), selector.end());
        if (isMask(mask)
                && masked(selector.start(), mask, 0).equals(selector.start())
                && masked(selector.start(), mask, 0xff).equals(selector.end())) {
            return new IdPayload(
                    ipv4 ? IdType.IPV4_ADDR_SUBNET : IdType.IPV6_ADDR_SUBNET,
                    specific,
                    Bytes.concat(selector.start(), mask));
        }
        return new IdPayload(
                ipv4 ? IdType.IPV4_ADDR_RANGE : IdType.IPV6_ADDR_RANGE,
                specific,
                Bytes.concat(selector.start(), selector.end()));
    }

    private static TrafficSelector selector(IdPayload id, Bytes start, Bytes end) {
        boolean any = port(id) == 0;
        return new TrafficSelector(protocol(id), port(id), any ? TrafficSelector.MAX_PORT : port(id), start, end);
    }

    /** Octets of an address of this type, 0 for a type that names none. */
    private static int addressOctets(int idType) {
        return switch (idType) {
            case IdType.IPV4_ADDR, IdType.IPV4_ADDR_SUBNET, IdType.IPV4_ADDR_RANGE -> IPV4_OCTETS;
            case IdType.IPV6_ADDR, IdType.IPV6_ADDR_SUBNET, IdType.IPV6_ADDR_RANGE -> IPV6_OCTETS;
            default -> 0;
        };
    }

    /** Ones, and then nothing but zeros. */
    private static boolean isMask(Bytes mask) {
        boolean ended = false;
        for (int i = 0; i < mask.length(); i++) {
            int zeros = ~mask.at(i) & 0xff;
            if (ended && zeros != 0xff || (zeros & zeros + 1) != 0) {
                return false;
            }
            ended |= zeros != 0;
        }
        return true;
    }

    /** A one wherever both agree. */
    private static Bytes agreeing(Bytes start, Bytes end) {
        int[] octets = new int[start.length()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = ~(start.at(i) ^ end.at(i)) & 0xff;
        }
        return Bytes.of(octets);
    }

    private static Bytes masked(Bytes address, Bytes mask, int fill) {
        int[] octets = new int[address.length()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = address.at(i) & mask.at(i) | fill & ~mask.at(i) & 0xff;
        }
        return Bytes.of(octets);
    }

    private static Refusal refused(String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(NotifyType.INVALID_ID_INFORMATION), why);
    }
}
