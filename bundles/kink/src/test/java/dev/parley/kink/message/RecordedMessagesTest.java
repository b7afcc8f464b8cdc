package dev.parley.kink.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.RecordedExchange;
import dev.parley.kink.RecordedExchange.Spoken;
import dev.parley.kink.Registries;
import dev.parley.kink.kerberos.ApReply;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.protection.Sealing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of the recorded conversations, octet for octet. */
class RecordedMessagesTest {
    private final PayloadRegistry registry = Registries.with();

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void decodes_and_encodes_to_the_same_octets(RecordedExchange exchange) throws Exception {
        for (Spoken spoken : exchange.messages()) {
            Bytes datagram = spoken.octets("datagram");
            Message<KinkHeader> message = KinkMessage.read(datagram, registry);
            KinkHeader header = message.header();
            assertThat(KinkMessageType.name(header.type())).isEqualTo(spoken.text("type"));
            assertThat(header.acknowledge()).isEqualTo(spoken.number("ackreq") == 1);
            Bytes unsummed = KinkMessage.unsummed(
                    header.type(), header.doi(), header.xid(), header.acknowledge(), message.payloads(), registry);
            assertThat(KinkMessage.summed(unsummed, KinkMessage.checksum(message)))
                    .isEqualTo(datagram);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void every_checksum_is_recomputed(RecordedExchange exchange) throws Exception {
        Sealing sealing = new Sealing(exchange.session(), registry);
        for (Spoken spoken : exchange.messages()) {
            Message<KinkHeader> message = KinkMessage.read(spoken.octets("datagram"), registry);
            assertThat(KinkMessage.checksum(message)).isEqualTo(spoken.octets("cksum"));
            spoken.optional("macInput")
                    .ifPresent(input -> assertThat(KinkMessage.summed(message)).isEqualTo(input));
            assertThat(sealing.authentic(message)).isTrue();
            KinkHeader header = message.header();
            assertThat(sealing.summed(
                            header.type(), header.doi(), header.xid(), header.acknowledge(), message.payloads()))
                    .isEqualTo(message.wire());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void every_plaintext_is_opened_and_encodes_to_the_same_octets(RecordedExchange exchange) throws Exception {
        Sealing sealing = new Sealing(exchange.session(), registry);
        for (Spoken spoken : exchange.messages()) {
            Message<KinkHeader> message = KinkMessage.read(spoken.octets("datagram"), registry);
            Optional<Bytes> due = spoken.optional("encryptPlaintext");
            Optional<Bytes> opened = message.find(EncryptPayload.class).flatMap(sealing::decrypt);
            assertThat(opened).isEqualTo(due);
            if (opened.isPresent()) {
                var payloads = KinkMessage.inside(opened.get(), registry);
                assertThat(KinkMessage.plaintext(payloads, registry)).isEqualTo(opened.get());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void tickets_open_with_the_keytabs_key_and_replies_answer_their_authenticators(RecordedExchange exchange)
            throws Exception {
        Map<Integer, Stamp> outstanding = new HashMap<>();
        for (Spoken spoken : exchange.messages()) {
            Message<KinkHeader> message = KinkMessage.read(spoken.octets("datagram"), registry);
            Optional<ApReqPayload> request = message.find(ApReqPayload.class);
            if (request.isPresent()) {
                assertThat(request.get().epoch())
                        .isEqualTo(spoken.json().get("epoch").getAsLong());
                ApRequest read = ApRequest.read(request.get().der());
                KerberosKey key = KerberosKey.of(read.type(), Key.of(spoken.octets("serviceKey")))
                        .orElseThrow();
                ApRequest.Opened opened = read.open(key);
                assertThat(read.mutual()).isTrue();
                assertThat(read.service()).hasToString(spoken.text("service") + "@KINK.TEST");
                assertThat(opened.key()).isEqualTo(exchange.session());
                assertThat(opened.stamp().micros()).isEqualTo(spoken.number("cusec"));
                outstanding.put(spoken.number("xid"), opened.stamp());
            } else {
                Bytes reply = message.find(ApRepPayload.class).orElseThrow().der();
                assertThat(ApReply.open(reply, exchange.session())).contains(outstanding.get(spoken.number("xid")));
            }
        }
        assertThat(outstanding).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.parley.kink.RecordedExchange#all")
    void a_message_cut_short_anywhere_is_malformed(RecordedExchange exchange) {
        for (Spoken spoken : exchange.messages()) {
            Bytes datagram = spoken.octets("datagram");
            for (int length = 0; length < datagram.length(); length++) {
                Bytes cut = datagram.slice(0, length);
                assertThatThrownBy(() -> KinkMessage.read(cut, registry)).isInstanceOf(WireException.class);
            }
        }
    }
}
