package dev.parley.kink.dissection;

import dev.parley.crypto.Key;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a keytab, file format 5.2, in the order of MIT's documentation ("keytab: File format"). The JDK reads keytabs too, but
 * only for who knows their path.
 */
final class Keytab {
    private static final int VERSION = 0x0502;
    private static final int FIXED_OCTETS = 9;

    /** Thousands of services; more is another file. */
    private static final int MAX_OCTETS = 4 << 20;

    private record Entry(Principal principal, KerberosKey key) {}

    private final List<Entry> entries = new ArrayList<>();

    private Keytab() {}

    /**
     * The keytab called {@code name}; without entries if there is none.
     *
     * @throws IOException it cannot be read, or is no keytab; never what it holds
     */
    static Keytab read(String name, KeyTables tables) throws IOException {
        Keytab keytab = new Keytab();
        Optional<InputStream> file = tables.open(name);
        if (file.isPresent()) {
            try (InputStream octets = file.get()) {
                keytab.add(new WireReader(Bytes.copyOf(octets.readNBytes(MAX_OCTETS))));
            } catch (WireException malformed) {
                throw new IOException(
                        name + " is no keytab of file format 5.2 (" + malformed.getMessage() + "): see klist -k",
                        malformed);
            }
        }
        return keytab;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The keys of {@code principal} of an encryption type, whatever their version: a capture may be older than the file. */
    List<KerberosKey> keys(Principal principal, int type) {
        return entries.stream()
                .filter(entry -> entry.principal().equals(principal))
                .map(Entry::key)
                .filter(key -> key.type() == type)
                .toList();
    }

    private void add(WireReader in) throws WireException {
        if (in.u16("version") != VERSION) {
            throw in.bad("version", "is another");
        }
        while (in.remaining() > 0) {
            int size = (int) in.u32("size");
            if (size < 0) {
                in.bytes("hole", -size);
            } else {
                entry(in.sub("entry", size)).ifPresent(entries::add);
            }
        }
    }

    /** An entry of an encryption type that this project has. */
    private static Optional<Entry> entry(WireReader in) throws WireException {
        int count = in.u16("components");
        String realm = text(in, "realm");
        List<String> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            components.add(text(in, "component"));
        }
        in.bytes("name type, time and version", FIXED_OCTETS);
        int type = in.u16("encryption type");
        Key key = Key.of(in.bytes("key", in.u16("key length")));
        if (components.isEmpty() || realm.isEmpty()) {
            throw in.bad("components", "it has no principal");
        }
        return KerberosKey.of(type, key).map(known -> new Entry(new Principal(components, realm), known));
    }

    private static String text(WireReader in, String field) throws WireException {
        return new String(in.bytes(field, in.u16(field + " length")).toArray(), StandardCharsets.UTF_8);
    }
}
