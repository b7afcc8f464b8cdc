package dev.parley.ikev1.extension;

import dev.parley.crypto.Digest;
import dev.parley.ikev1.message.NatDiscoveryPayload;
import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/** Finds out whether somebody rewrites addresses: each side sends hashes of what it believes they are (RFC 3947 section 3.2). */
public final class NatDiscovery {
    private NatDiscovery() {}

    /**
     * The payloads for a message from {@code local}: the receiver's address first.
     *
     * @param cookies CKY-I | CKY-R
     */
    public static List<Payload> payloads(Digest digest, Bytes cookies, Endpoint local, Endpoint remote) {
        return List.of(
                new NatDiscoveryPayload(hash(digest, cookies, remote)),
                new NatDiscoveryPayload(hash(digest, cookies, local)));
    }

    /**
     * What a peer's payloads tell of the path that its message took; nothing if it sent none.
     *
     * @param local where its message came to
     */
    public static Ikev1Path examine(
            Digest digest, Bytes cookies, Endpoint local, Endpoint remote, List<NatDiscoveryPayload> said) {
        if (said.size() < 2) {
            return Ikev1Path.between(local, remote);
        }
        Bytes ours = hash(digest, cookies, local);
        Bytes theirs = hash(digest, cookies, remote);
        boolean translated = said.stream().skip(1).noneMatch(each -> each.hash().equals(theirs));
        return new Ikev1Path(local, remote, !said.get(0).hash().equals(ours), translated);
    }

    private static Bytes hash(Digest digest, Bytes cookies, Endpoint endpoint) {
        return digest.digest(Bytes.concat(cookies, endpoint.address(), Bytes.unsigned(endpoint.port(), 2)));
    }
}
