package dev.parley.kink;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireWriter;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.spi.KerberosMechanism.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A keytab as MIT's tools write it, version 5.2. */
final class KeytabFile {
    private static final int VERSION = 0x0502;
    private static final int SERVICE_ON_HOST = 3;

    private KeytabFile() {}

    static Path write(Path file, Principal principal, List<ServiceKey> keys) throws IOException {
        WireWriter out = new WireWriter().u16(VERSION);
        for (ServiceKey key : keys) {
            Bytes entry = entry(principal, key);
            out.u32(entry.length()).bytes(entry);
        }
        return Files.write(file, out.toBytes().toArray());
    }

    private static Bytes entry(Principal principal, ServiceKey key) {
        WireWriter entry = new WireWriter().u16(principal.components().size());
        counted(entry, Bytes.utf8(principal.realm()));
        principal.components().forEach(component -> counted(entry, Bytes.utf8(component)));
        entry.u32(SERVICE_ON_HOST).u32(0).u8((int) key.kvno()).u16(key.key().type());
        counted(entry, key.key().key().reveal());
        return entry.toBytes();
    }

    private static void counted(WireWriter entry, Bytes octets) {
        entry.u16(octets.length()).bytes(octets);
    }
}
