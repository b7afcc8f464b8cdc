package dev.parley.capture;

import java.util.Set;

/** Kinds of link-layer headers, by their numbers in the registry of tcpdump.org. */
public final class LinkType {
    /** The loopback of BSDs: an address family in the byte order of the host. */
    public static final int NULL = 0;

    public static final int ETHERNET = 1;

    /** IPv4 or IPv6 without anything in front. */
    public static final int RAW = 101;

    /** {@link #NULL} in network byte order. */
    public static final int LOOP = 108;

    /** What Linux shows on its pseudo-device "any". */
    public static final int LINUX_SLL = 113;

    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private static final Set<Integer> KNOWN = Set.of(NULL, ETHERNET, RAW, LOOP, LINUX_SLL, IPV4, IPV6, LINUX_SLL2);

    private LinkType() {}

    static void demandKnown(int linkType) throws CaptureException {
        if (!KNOWN.contains(linkType)) {
            throw new CaptureException(
                    "its link type " + linkType
                            + " is not known here: Ethernet, raw IP, Linux cooked and BSD loopback are; capture on another interface");
        }
    }
}
