package dev.parley.ipsec.doi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.Chain;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.OpaqueCodec;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conversations that others had, as they stand in the resources: strongSwan 5.9.8 with itself ({@code clear}: whole datagrams; {@code
 * opened}: what a protected one held, padding included) and racoon2's daemon with itself ({@code inner}: chains of RFC 2408 payloads
 * inside another protocol's).
 */
class RecordedMessagesTest {
    private static final int NAT_D = 20;
    private static final int MODE_CONFIGURATION = 14;

    /** What a protocol that stands on RFC 2408 adds to it; here its bodies are octets. */
    private record Added(Bytes body, PayloadType type) implements Payload {}

    private record Guest() implements PayloadCodecs {
        @Override
        public String key() {
            return "guest";
        }

        @Override
        public NumberSpace space() {
            return IsakmpPayloads.SPACE;
        }

        @Override
        public List<PayloadCodec<?>> codecs() {
            return List.of(codec(NAT_D), codec(MODE_CONFIGURATION));
        }

        private static PayloadCodec<Added> codec(int number) {
            PayloadType type = IsakmpPayloads.type(number);
            return new OpaqueCodec<>(type, "X", Added.class, body -> new Added(body, type), Added::body);
        }
    }

    private final PayloadRegistry registry =
            PayloadRegistry.of(List.of(new IsakmpPayloads(), new Guest()), List.of(new IpsecDoi()));

    private static List<String[]> lines(String recorded) throws IOException {
        try (InputStream in = RecordedMessagesTest.class.getResourceAsStream("/recorded/" + recorded + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ikev1-main-psk",
                "ikev1-main-rsa",
                "ikev1-aggr-psk",
                "ikev1-xauth-psk",
                "ikev1-xauth-rsa",
                "dpd_v1",
                "rekey_v1",
                "fragments_v1",
                "kink-t1",
                "kink-t3",
                "kink-t8128"
            })
    void every_message_is_read_and_written_again_octet_for_octet(String recorded) throws Exception {
        List<String[]> lines = lines(recorded);
        assertThat(lines).hasSizeGreaterThan(1);
        for (String[] line : lines) {
            switch (line[0]) {
                case "clear" -> wholeMessage(Bytes.hex(line[1]));
                case "opened" -> {
                    Bytes plaintext = Bytes.hex(line[2]);
                    Bytes padding = plaintext.from(chain(Integer.parseInt(line[1]), plaintext));
                    assertThat(padding.isZero()).isTrue();
                }
                default -> {
                    Bytes inner = Bytes.hex(line[2]);
                    assertThat(chain(Integer.parseInt(line[1]), inner)).isEqualTo(inner.length());
                }
            }
        }
    }

    private void wholeMessage(Bytes datagram) throws WireException {
        IsakmpHeader header = IsakmpHeader.read(new WireReader(datagram));
        WireWriter out = new WireWriter();
        header.write(out);
        assertThat(out.toBytes()).isEqualTo(datagram.slice(0, IsakmpHeader.OCTETS));
        assertThat(header.length()).isEqualTo(datagram.length());
        assertThat(chain(header.nextPayload(), datagram.from(IsakmpHeader.OCTETS)))
                .isEqualTo(datagram.length() - IsakmpHeader.OCTETS);
    }

    /** Octets of the chain; nothing in it may be unknown but what is private. */
    private int chain(int first, Bytes octets) throws WireException {
        WireReader in = new WireReader(octets);
        List<Raw> raws = registry.walk(IsakmpPayloads.type(first), in);
        Chain chain = registry.decode(IsakmpPayloads.type(first), new WireReader(octets));
        assertThat(chain.payloads()).allSatisfy(payload -> {
            assertThat(payload instanceof Unknown).isEqualTo(payload.type().number() >= 128);
            assertThat(registry.describe(payload)).isNotBlank();
        });
        int length = raws.get(raws.size() - 1).end();
        assertThat(registry.encode(chain.payloads())).isEqualTo(octets.slice(0, length));
        assertThat(in.remaining()).isEqualTo(octets.length() - length);
        return length;
    }
}
