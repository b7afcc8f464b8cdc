package dev.parley.kink.dissection;

import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.PayloadRegistry;
import java.io.IOException;
import java.util.Set;

/** Reads KINK (RFC 4430) out of captures; what opens tickets is in a keytab. */
public final class KinkDissector implements Dissector {
    /** The file with the services' keys, of both ends at best. */
    static final String KEYTAB = "kink.keytab";

    private final Set<Integer> udpPorts;

    /** @param udpPorts where the protocol is at home */
    public KinkDissector(Set<Integer> udpPorts) {
        this.udpPorts = Set.copyOf(udpPorts);
    }

    @Override
    public String key() {
        return "kink";
    }

    @Override
    public Set<Integer> udpPorts() {
        return udpPorts;
    }

    @Override
    public Reading open(KeyTables keys, Catalog catalog) throws IOException {
        return new KinkReading(PayloadRegistry.of(catalog), Keytab.read(KEYTAB, keys));
    }
}
