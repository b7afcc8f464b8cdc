package dev.parley.ciphers;

import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import java.security.Provider;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes ciphers, integrity algorithms and pseudo-random functions. */
@Component
@Contributes(
        point = "cipher",
        key = {"aes-gcm-16", "aes-cbc"})
@Contributes(point = "integrity", key = "hmac-sha2-256-128")
@Contributes(point = "prf", key = "hmac-sha2-256")
public final class CiphersComponent implements Contribution {
    private final List<Extension> extensions;

    public CiphersComponent() {
        Provider primitives = Primitives.provider();
        extensions = List.of(
                new AesGcm(primitives),
                new AesCbc(primitives),
                HmacIntegrity.sha256(primitives),
                HmacPrf.sha256(primitives));
    }

    @Override
    public List<Extension> extensions() {
        return extensions;
    }
}
