package dev.parley.isakmp.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2408 sections 4.8, 5.14 and 5.15. */
class InformationalTest {
    private static final int ISAKMP = DomainOfInterpretation.ISAKMP;
    private static final int WITH_SPIS = 7;
    private static final long TOY = 99;
    private static final Bytes COOKIE_I = Bytes.hex("1111111111111111");
    private static final Bytes COOKIE_R = Bytes.hex("2222222222222222");
    private static final Bytes KNOWN = Bytes.hex("0a0b0c0d");
    private static final Bytes UNKNOWN = Bytes.hex("0f0f0f0f");
    private static final Endpoint SOMEWHERE = new Endpoint(Bytes.of(10, 0, 0, 1), 500, false);

    private record ToyDoi(String key, long number) implements DomainOfInterpretation {
        @Override
        public OptionalInt spiOctets(int protocol) {
            return protocol == WITH_SPIS ? OptionalInt.of(4) : OptionalInt.empty();
        }
    }

    private final PayloadRegistry registry =
            PayloadRegistry.of(List.of(new IsakmpPayloads()), List.of(new ToyDoi("toy", TOY)));

    private Informational.Heard hear(int flags, Payload... payloads) throws WireException {
        Bytes octets = IsakmpMessage.compose(COOKIE_I, COOKIE_R, 5, flags, 7, List.of(payloads), registry);
        IsakmpMessage message =
                IsakmpMessage.clear(new Datagram(SOMEWHERE, SOMEWHERE, octets), new Moment(0, 0), registry);
        return Informational.hear(message, registry, (protocol, spi) -> protocol == WITH_SPIS && spi.equals(KNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, '', 14, ''",
        "99, 1, 11111111111111112222222222222222, 24, ''",
        "99, 7, 0a0b0c0d, 16384, ''",
        "99, 7, 0a0b0c0d, 36136, ''",
        "98, 1, '', 14, invalid-doi",
        "0, 7, 0a0b0c0d, 14, invalid-protocol-id",
        "99, 9, '', 14, invalid-protocol-id",
        "99, 7, 0f0f0f0f, 14, invalid-spi",
        "99, 1, 1111111111111111222222222222222233, 14, invalid-spi",
        "99, 1, '', 31, invalid-message-type",
        "99, 1, '', 24576, invalid-message-type"
    })
    void a_notification_is_judged_by_doi_protocol_spi_and_type(
            long doi, int protocol, String spi, int notifyType, String discarded) throws WireException {
        NotificationPayload said = new NotificationPayload(doi, protocol, Bytes.hex(spi), notifyType, Bytes.EMPTY);
        Informational.Heard heard = hear(0, said);
        if (discarded.isEmpty()) {
            assertThat(heard.notifications()).containsExactly(said);
            assertThat(heard.discarded()).isEmpty();
        } else {
            assertThat(heard.notifications()).isEmpty();
            assertThat(heard.discarded()).extracting(NegotiationEvent::name).containsExactly(discarded);
        }
    }

    @Test
    void a_deletion_in_the_clear_is_discarded() throws WireException {
        DeletePayload said = new DeletePayload(TOY, WITH_SPIS, 4, List.of(KNOWN));
        Informational.Heard heard = hear(0, said);
        assertThat(heard.deletions()).isEmpty();
        assertThat(heard.discarded()).extracting(NegotiationEvent::name).containsExactly("unprotected-delete");
        assertThat(hear(IsakmpFlags.ENCRYPTION, said).deletions()).containsExactly(said);
        assertThat(hear(IsakmpFlags.AUTHENTICATION_ONLY, said).deletions()).containsExactly(said);
    }

    @Test
    void of_a_deletion_the_spis_that_there_are_remain() throws WireException {
        Informational.Heard heard =
                hear(IsakmpFlags.ENCRYPTION, new DeletePayload(TOY, WITH_SPIS, 4, List.of(UNKNOWN, KNOWN)));
        assertThat(heard.deletions()).containsExactly(new DeletePayload(TOY, WITH_SPIS, 4, List.of(KNOWN)));
        assertThat(heard.discarded()).extracting(NegotiationEvent::name).containsExactly("invalid-spi");
        assertThat(hear(IsakmpFlags.ENCRYPTION, new DeletePayload(TOY, WITH_SPIS, 4, List.of(UNKNOWN)))
                        .deletions())
                .isEmpty();
    }

    @Test
    void one_payload_that_fails_takes_no_other_with_it() throws WireException {
        NotificationPayload good = new NotificationPayload(0, ISAKMP, Bytes.EMPTY, 14, Bytes.EMPTY);
        NotificationPayload bad = new NotificationPayload(5, ISAKMP, Bytes.EMPTY, 14, Bytes.EMPTY);
        assertThat(hear(0, bad, good).notifications()).containsExactly(good);
    }

    @Test
    void what_is_said_in_the_clear_names_the_isakmp_sa_and_can_be_read_by_anybody() throws WireException {
        Bytes octets = Informational.clear(COOKIE_I, COOKIE_R, TOY, NotifyType.NO_PROPOSAL_CHOSEN);
        IsakmpMessage read =
                IsakmpMessage.clear(new Datagram(SOMEWHERE, SOMEWHERE, octets), new Moment(0, 0), registry);
        IsakmpHeader header = read.header();
        assertThat(header.exchangeType()).isEqualTo(5);
        assertThat(header.messageId()).isNotZero();
        assertThat(header.length()).isEqualTo(octets.length());
        assertThat(read.payloads())
                .containsExactly(new NotificationPayload(
                        TOY, ISAKMP, Bytes.concat(COOKIE_I, COOKIE_R), NotifyType.NO_PROPOSAL_CHOSEN, Bytes.EMPTY));
    }
}
