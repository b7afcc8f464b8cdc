package dev.parley.crypto;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import java.util.Map;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/** What a key exchange may use. It may grow without breaking a method. */
@ProviderType
public interface KeyExchangeContext {
    Role role();

    /** The number it was negotiated under. */
    OptionalInt number();

    /** {@code octets} random octets for a private key; the host wipes them when the exchange ends. */
    SharedSecret secret(int octets);

    RandomSource random();

    /** What the policy says for this method, by name. */
    Map<String, String> settings();
}
