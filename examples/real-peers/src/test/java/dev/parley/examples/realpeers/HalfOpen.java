package dev.parley.examples.realpeers;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A stranger who begins IKE_SA_INIT (RFC 7296 section 1.2) and never goes on. */
final class HalfOpen {
    private HalfOpen() {}

    /** Sends it from side A, at a port of its own, to side B. */
    static void leave(Namespaces namespaces, RunFolder run) {
        Path file = run.path("half-open");
        try {
            Files.write(file, request());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String send = "cat " + file + " >/dev/udp/" + Side.B.address + "/500";
        Shell.run(namespaces.in(Side.A, "bash", "-c", send)).orFail("sending half an IKE_SA_INIT");
    }

    private static byte[] request() throws IOException {
        byte[] payloads = HexFormat.of().parseHex(SA + KE + NONCE);
        var octets = new ByteArrayOutputStream();
        var out = new DataOutputStream(octets);
        out.writeLong(0x7374_7261_6e67_6572L);
        out.writeLong(0);
        out.write(HexFormat.of().parseHex("21" + "20" + "22" + "08"));
        out.writeInt(0);
        out.writeInt(28 + payloads.length);
        out.write(payloads);
        return octets.toByteArray();
    }

    /** One proposal: AES-GCM-16 with 128 bits, PRF-HMAC-SHA2-256, Curve25519 (section 3.3). */
    private static final String SA =
            "22000028" + "00000024" + "01010003" + "0300000c01000014800e0080" + "0300000802000005" + "000000080400001f";

    /** Group 31 and a point of it, the base (RFC 7748 section 4.1). */
    private static final String KE = "28000028" + "001f0000" + "09" + "00".repeat(31);

    private static final String NONCE = "00000024" + "5a".repeat(32);
}
