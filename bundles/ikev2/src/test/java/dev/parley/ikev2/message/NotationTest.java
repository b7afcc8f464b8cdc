package dev.parley.ikev2.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages in the notation of RFC 7296 section 1.2; recorded ones are in {@link RecordedMessagesTest}. */
class NotationTest {
    @Test
    void deletions_say_what_goes() {
        assertThat(encrypted(ExchangeType.INFORMATIONAL, IkeFlags.INITIATOR, new DeletePayload(1, List.of())))
                .isEqualTo("INFORMATIONAL request 7: HDR, SK {D(IKE)}");
        assertThat(encrypted(
                        ExchangeType.INFORMATIONAL,
                        IkeFlags.RESPONSE,
                        new DeletePayload(3, List.of(Bytes.hex("c0000001"), Bytes.hex("c0000002")))))
                .isEqualTo("INFORMATIONAL response 7: HDR, SK {D(ESP 0xc0000001 0xc0000002)}");
    }

    @Test
    void exchanges_and_payloads_without_a_table_are_named_by_themselves() {
        assertThat(encrypted(
                        ExchangeType.CREATE_CHILD_SA,
                        IkeFlags.INITIATOR,
                        NotifyPayload.of(NotifyType.REKEY_SA),
                        new KePayload(31, Bytes.EMPTY),
                        new Unknown(Ikev2Payloads.CP, false, Bytes.EMPTY),
                        new Unknown(new PayloadType(Ikev2Payloads.SPACE, 200), false, Bytes.EMPTY)))
                .isEqualTo("CREATE_CHILD_SA request 7: HDR, SK {N(REKEY_SA), KEi, CP, payload 200}");
        assertThat(encrypted(240, IkeFlags.INITIATOR, new KePayload(31, Bytes.EMPTY)))
                .isEqualTo("exchange 240 request 7: HDR, SK {KE}");
        assertThat(encrypted(240, 0)).isEqualTo("exchange 240 request 7: HDR, SK {}");
    }

    @Test
    void a_message_that_was_not_opened_shows_its_encrypted_payload() {
        assertThat(Notation.of(
                        header(ExchangeType.IKE_AUTH, IkeFlags.INITIATOR),
                        List.of(new SkPayload(Bytes.EMPTY)),
                        false,
                        Codecs.REGISTRY))
                .isEqualTo("IKE_AUTH request 7: HDR, SK");
        assertThat(Notation.of(header(ExchangeType.IKE_AUTH, 0), List.of(), false, Codecs.REGISTRY))
                .isEqualTo("IKE_AUTH request 7: HDR");
    }

    @Test
    void a_clear_message_has_version_2_0_and_its_own_length() throws WireException {
        Bytes message = IkeMessages.clear(
                Bytes.unsigned(1, 8),
                Bytes.unsigned(2, 8),
                ExchangeType.IKE_SA_INIT,
                IkeFlags.RESPONSE,
                0,
                List.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX)),
                Codecs.REGISTRY);
        assertThat(message)
                .isEqualTo(Bytes.hex(
                        "0000000000000001 0000000000000002 29 20 22 20 00000000 00000024" + "00 00 0008 00 00 0007"));
        assertThat(IsakmpHeader.read(new WireReader(message)).length()).isEqualTo(message.length());
    }

    private static String encrypted(int exchange, int flags, Payload... payloads) {
        return Notation.of(header(exchange, flags), List.of(payloads), true, Codecs.REGISTRY);
    }

    private static IsakmpHeader header(int exchange, int flags) {
        return new IsakmpHeader(Bytes.zeros(8), Bytes.zeros(8), 0, 2, 0, exchange, flags, 7, 28);
    }
}
