package dev.parley.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;

/** What every codec is asked in tests: bodies without generic headers, in hexadecimal. */
final class Codecs {
    static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new Ikev2Payloads()));

    private Codecs() {}

    static Payload decode(PayloadType type, Bytes body) throws WireException {
        return REGISTRY.decode(new Raw(type, PayloadType.NONE, 0, body, 0));
    }

    static Payload decode(PayloadType type, String hex) throws WireException {
        return decode(type, Bytes.hex(hex));
    }

    /** Both ways, and every shorter body is refused or is canonical for what it says. */
    static void assertCodec(Payload payload, String hex) throws WireException {
        Bytes body = Bytes.hex(hex);
        assertThat(REGISTRY.body(payload)).isEqualTo(body);
        assertThat(decode(payload.type(), body)).isEqualTo(payload);
        for (int length = 0; length < body.length(); length++) {
            Bytes cut = body.slice(0, length);
            try {
                assertThat(REGISTRY.body(decode(payload.type(), cut))).isEqualTo(cut);
            } catch (WireException expected) {
                assertThat(expected.offset()).isBetween(0, length);
            }
        }
    }

    /** Every shorter body is refused: for payloads that know where they end. */
    static void assertNoPrefixDecodes(PayloadType type, String hex) {
        Bytes body = Bytes.hex(hex);
        for (int length = 0; length < body.length(); length++) {
            assertRefused(type, body.slice(0, length));
        }
    }

    static void assertRefused(PayloadType type, String hex) {
        assertRefused(type, Bytes.hex(hex));
    }

    static void assertRefused(PayloadType type, Bytes body) {
        try {
            Payload payload = decode(type, body);
            throw new AssertionError(body + " was read as " + payload);
        } catch (WireException expected) {
            assertThat(expected.getMessage()).doesNotContain("\n");
        }
    }
}
