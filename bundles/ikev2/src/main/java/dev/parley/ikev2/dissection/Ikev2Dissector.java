package dev.parley.ikev2.dissection;

import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.PayloadRegistry;
import java.io.IOException;
import java.util.Set;

/** Reads IKEv2 (RFC 7296) out of captures. */
public final class Ikev2Dissector implements Dissector {
    private final Set<Integer> udpPorts;

    /** @param udpPorts where the protocol is at home */
    public Ikev2Dissector(Set<Integer> udpPorts) {
        this.udpPorts = Set.copyOf(udpPorts);
    }

    @Override
    public String key() {
        return "ikev2";
    }

    @Override
    public Set<Integer> udpPorts() {
        return udpPorts;
    }

    @Override
    public Reading open(KeyTables keys, Catalog catalog) throws IOException {
        return new Ikev2Reading(PayloadRegistry.of(catalog), DecryptionTable.read(keys, catalog));
    }
}
