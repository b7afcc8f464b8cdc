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
public final class KeytabFile {
    private static final int VERSION = 0x0502;
    private static final int SERVICE_ON_HOST = 3;

    private KeytabFile() {}

    public static Path write(Path file, Principal principal, List<ServiceKey> keys) throws IOException {
        WireWriter out = new WireWriter().u16(VERSION);
        for (ServiceKey key : keys) {
            add(out, principal, key.kvno(), key.key().type(), key.key().key().reveal());
        }
        return Files.write(file, out.toBytes().toArray());
    }

    /** One key of any encryption type. */
    public static Path write(Path file, Principal principal, long kvno, int type, Bytes key) throws IOException {
        WireWriter out = new WireWriter().u16(VERSION);
        add(out, principal, kvno, type, key);
        return Files.write(file, out.toBytes().toArray());
    }

    private static void add(WireWriter out, Principal principal, long kvno, int type, Bytes key) {
        WireWriter entry = new WireWriter().u16(principal.components().size());
        counted(entry, Bytes.utf8(principal.realm()));
        principal.components().forEach(component -> counted(entry, Bytes.utf8(component)));
        entry.u32(SERVICE_ON_HOST).u32(0).u8((int) kvno).u16(type);
        counted(entry, key);
        Bytes octets = entry.toBytes();
        out.u32(octets.length()).bytes(octets);
    }

    private static void counted(WireWriter entry, Bytes octets) {
        entry.u16(octets.length()).bytes(octets);
    }
}
