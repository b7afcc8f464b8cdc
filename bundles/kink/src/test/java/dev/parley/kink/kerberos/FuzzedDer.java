package dev.parley.kink.kerberos;

import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/** DER in the place of each structure of Kerberos that is read here. */
public final class FuzzedDer {
    private FuzzedDer() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        DerMutationTest.read(Bytes.copyOf(octets));
    }

    public static List<Bytes> seeds() {
        return DerMutationTest.corpus();
    }
}
