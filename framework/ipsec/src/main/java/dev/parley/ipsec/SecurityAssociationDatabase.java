package dev.parley.ipsec;

import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The SAs of one gateway (RFC 4301 section 4.4.2), inbound and outbound, each under its name: the first of the gateway's sinks.
 * Safe for several threads.
 */
public final class SecurityAssociationDatabase implements SaSink {
    /** An SA that is installed, and whether this gateway is its destination. */
    public record Entry(SecurityAssociation sa, boolean inbound) {}

    private record Name(Bytes destination, String protocol, Bytes spi) {}

    private final ConcurrentHashMap<Name, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public String key() {
        return "sad";
    }

    /** @throws Unavailable if the SA's name is taken: the negotiation tries another SPI */
    @Override
    public void install(String gateway, SecurityAssociation sa, boolean inbound) throws Unavailable {
        if (entries.putIfAbsent(name(sa), new Entry(sa, inbound)) != null) {
            throw new Unavailable("an SA named " + sa.protocol() + " 0x" + sa.spi() + " is installed already");
        }
    }

    @Override
    public void update(String gateway, SecurityAssociation now) throws Unavailable {
        if (entries.computeIfPresent(name(now), (name, before) -> new Entry(now, before.inbound())) == null) {
            throw new Unavailable("no SA named " + now.protocol() + " 0x" + now.spi() + " is installed");
        }
    }

    @Override
    public void move(String gateway, SecurityAssociation before, SecurityAssociation now) throws Unavailable {
        Entry entry = entries.remove(name(before));
        if (entry == null) {
            throw new Unavailable("no SA named " + before.protocol() + " 0x" + before.spi() + " is installed");
        }
        entries.put(name(now), new Entry(now, entry.inbound()));
    }

    /** Takes the SA out and wipes its keys; nothing that sinks do can bring a removed SA back. */
    @Override
    public void remove(String gateway, SecurityAssociation sa) {
        Entry gone = entries.remove(name(sa));
        if (gone != null && gone.sa() instanceof IpsecSa ipsec) {
            ipsec.encryptionKey().wipe();
            ipsec.integrityKey().wipe();
        }
    }

    /** Whether an SA has this name. */
    public boolean has(String protocol, Bytes spi, Bytes destination) {
        return entries.containsKey(new Name(destination, protocol, spi));
    }

    /** All of them, by destination, protocol and SPI. */
    public List<Entry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparing((Entry entry) -> entry.sa().destination())
                        .thenComparing(entry -> entry.sa().protocol())
                        .thenComparing(entry -> entry.sa().spi()))
                .toList();
    }

    /** The SAs of RFC 4301 among them. */
    public List<IpsecSa> ipsec() {
        return entries().stream()
                .map(Entry::sa)
                .filter(IpsecSa.class::isInstance)
                .map(IpsecSa.class::cast)
                .toList();
    }

    private static Name name(SecurityAssociation sa) {
        return new Name(sa.destination(), sa.protocol(), sa.spi());
    }
}
