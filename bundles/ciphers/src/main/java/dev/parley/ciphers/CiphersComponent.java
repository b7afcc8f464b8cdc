package dev.parley.ciphers;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.security.Provider;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes ciphers, integrity algorithms, pseudo-random and hash functions. */
@Component
@Contributes(
        point = "cipher",
        key = {"aes-gcm-16", "aes-cbc", "chacha20-poly1305"})
@Contributes(
        point = "integrity",
        key = {"hmac-sha2-256-128", "hmac-sha2-384-192", "hmac-sha2-512-256", "hmac-sha1-96"})
@Contributes(
        point = "prf",
        key = {"hmac-sha2-256", "hmac-sha2-384", "hmac-sha2-512", "hmac-sha1"})
@Contributes(
        point = "digest",
        key = {"sha2-256", "sha2-384", "sha2-512", "sha1"})
public final class CiphersComponent implements Contribution {
    private final List<Extension> extensions;

    public CiphersComponent() {
        Provider primitives = Primitives.provider();
        Provider digests = Primitives.digests();
        extensions = List.of(
                new AesGcm(primitives),
                new AesCbc(primitives),
                new ChaCha20Poly1305(primitives),
                HmacIntegrity.sha256(primitives),
                HmacIntegrity.sha384(primitives),
                HmacIntegrity.sha512(primitives),
                HmacIntegrity.sha1(primitives),
                HmacPrf.sha256(primitives),
                HmacPrf.sha384(primitives),
                HmacPrf.sha512(primitives),
                HmacPrf.sha1(primitives),
                HashDigest.sha256(digests),
                HashDigest.sha384(digests),
                HashDigest.sha512(digests),
                HashDigest.sha1(digests));
    }

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
