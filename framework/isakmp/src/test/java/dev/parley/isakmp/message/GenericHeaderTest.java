package dev.parley.isakmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenericHeaderTest {
    private static final NumberSpace OUTER = new NumberSpace("outer.payload");
    private static final PayloadType OPAQUE = new PayloadType(OUTER, 3);
    private static final PayloadType NEST = new PayloadType(OUTER, 6);

    private record Opaque(Bytes body) implements Payload {
        @Override
        public PayloadType type() {
            return OPAQUE;
        }
    }

    /** One chain inside another: what is first inside is said in front of it. */
    private record Nest(List<Payload> inside) implements Payload {
        @Override
        public PayloadType type() {
            return NEST;
        }
    }

    private static final class NestCodec implements PayloadCodec<Nest> {
        @Override
        public PayloadType type() {
            return NEST;
        }

        @Override
        public String mnemonic() {
            return "NEST";
        }

        @Override
        public Class<Nest> payload() {
            return Nest.class;
        }

        @Override
        public Nest decode(WireReader body, PayloadRegistry registry) throws WireException {
            int first = body.u8("first");
            return new Nest(registry.decode(IsakmpPayloads.type(first), body).payloads());
        }

        @Override
        public void encode(Nest payload, WireWriter body, PayloadRegistry registry) {
            body.u8(PayloadRegistry.first(payload.inside())).bytes(registry.encode(payload.inside()));
        }
    }

    private record Outer() implements PayloadCodecs {
        @Override
        public String key() {
            return "outer";
        }

        @Override
        public NumberSpace space() {
            return OUTER;
        }

        @Override
        public List<PayloadCodec<?>> codecs() {
            return List.of(
                    new OpaqueCodec<>(OPAQUE, "OPAQUE", Opaque.class, Opaque::new, Opaque::body), new NestCodec());
        }

        @Override
        public Optional<GenericHeader> header() {
            return Optional.of(GenericHeader.ignoringReserved().aligned(4));
        }
    }

    private final PayloadRegistry registry = PayloadRegistry.of(List.of(new IsakmpPayloads(), new Outer()));

    private Chain decode(PayloadType first, String octets) throws WireException {
        return registry.decode(first, new WireReader(Bytes.hex(octets)));
    }

    @Test
    void reserved_must_be_zero_where_rfc_2408_rules() throws WireException {
        assertThat(decode(IsakmpPayloads.HASH, "00000005 01").payloads()).containsExactly(new HashPayload(Bytes.of(1)));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> decode(IsakmpPayloads.HASH, "0a000005 01 00010005 02"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("RESERVED"))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(6));
    }

    @Test
    void an_unknown_payload_discards_the_message_and_a_private_one_passes() throws WireException {
        assertThat(decode(IsakmpPayloads.HASH, "80000005 01 00000005 02").payloads())
                .containsExactly(
                        new HashPayload(Bytes.of(1)), new Unknown(IsakmpPayloads.type(128), false, Bytes.of(2)));
        assertThatExceptionOfType(UnknownPayloadType.class)
                .isThrownBy(() -> decode(IsakmpPayloads.HASH, "7f000005 01 00000005 02"))
                .satisfies(e -> assertThat(e.type().number()).isEqualTo(127))
                .satisfies(e -> assertThat(e.field()).isEqualTo("Next Payload"));
        assertThatExceptionOfType(UnknownPayloadType.class)
                .isThrownBy(() -> decode(IsakmpPayloads.type(2), "00000005 01"));
    }

    @Test
    void padding_stands_between_payloads_counts_from_the_chains_start_and_is_in_no_length() throws WireException {
        List<Payload> payloads = List.of(new Opaque(Bytes.of(1)), new Opaque(Bytes.of(2, 3)), new Opaque(Bytes.of(4)));
        Bytes written = registry.encode(payloads);
        assertThat(written).isEqualTo(Bytes.hex("03000005 01 000000  03000006 0203 0000  00000005 04"));
        WireReader in = new WireReader(Bytes.concat(Bytes.of(9), written, Bytes.hex("000000 cafe")));
        in.u8("in front");
        assertThat(registry.decode(OPAQUE, in).payloads()).isEqualTo(payloads);
        assertThat(in.rest()).isEqualTo(Bytes.hex("000000 cafe"));
        List<Raw> raws = registry.walk(OPAQUE, new WireReader(written));
        assertThat(raws).extracting(Raw::start).containsExactly(0, 8, 16);
        assertThat(raws).extracting(Raw::end).containsExactly(5, 14, 21);
        assertThat(registry.header(OUTER).padding(21)).isEqualTo(3);
    }

    @Test
    void padding_that_is_cut_off_is_blamed() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> decode(OPAQUE, "03000005 01 00"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("padding"));
    }

    @Test
    void what_is_reserved_is_ignored_where_the_space_says_so_and_unknown_payloads_pass() throws WireException {
        assertThat(decode(OPAQUE, "09ff0005 01 000000 00ff0004").payloads())
                .containsExactly(new Opaque(Bytes.of(1)), new Unknown(new PayloadType(OUTER, 9), false, Bytes.EMPTY));
    }

    @Test
    void a_chain_in_another_chain_keeps_its_own_spaces_rules() throws WireException {
        Nest nest = new Nest(List.of(new NoncePayload(Bytes.of(7)), new HashPayload(Bytes.of(8))));
        Bytes written = registry.encode(List.of(nest, new Opaque(Bytes.EMPTY)));
        assertThat(written).isEqualTo(Bytes.hex("0300000f 0a 08000005 07 00000005 08 00 00000004"));
        assertThat(registry.decode(NEST, new WireReader(written)).payloads())
                .containsExactly(nest, new Opaque(Bytes.EMPTY));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> decode(NEST, "0000000a 0a 00010005 07"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("RESERVED"));
    }

    @Test
    void nothing_is_aligned_to_less_than_an_octet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenericHeader.withZero().aligned(0));
    }
}
