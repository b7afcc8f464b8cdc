package dev.parley.isakmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadRegistryTest {
    private static final NumberSpace SPACE = new NumberSpace("test.payload");
    private static final PayloadType PAIR = new PayloadType(SPACE, 10);
    private static final PayloadType WRAP = new PayloadType(SPACE, 46);
    private static final PayloadType STRANGE = new PayloadType(SPACE, 200);

    /** Two octets. */
    private record Pair(int one, int other) implements Payload {
        @Override
        public PayloadType type() {
            return PAIR;
        }
    }

    /** The last of its chain; what is inside begins with another's number. */
    private record Wrap(Bytes inside) implements Payload {
        @Override
        public PayloadType type() {
            return WRAP;
        }
    }

    private record PairCodec(String mnemonic) implements PayloadCodec<Pair> {
        @Override
        public PayloadType type() {
            return PAIR;
        }

        @Override
        public Class<Pair> payload() {
            return Pair.class;
        }

        @Override
        public Pair decode(WireReader body, PayloadRegistry registry) throws WireException {
            return new Pair(body.u8("One"), body.u8("Other"));
        }

        @Override
        public void encode(Pair payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.one()).u8(payload.other());
        }
    }

    private static final class WrapCodec implements PayloadCodec<Wrap> {
        @Override
        public PayloadType type() {
            return WRAP;
        }

        @Override
        public String mnemonic() {
            return "WRAP";
        }

        @Override
        public Class<Wrap> payload() {
            return Wrap.class;
        }

        @Override
        public Wrap decode(WireReader body, PayloadRegistry registry) {
            return new Wrap(body.rest());
        }

        @Override
        public void encode(Wrap payload, WireWriter body, PayloadRegistry registry) {
            body.bytes(payload.inside());
        }

        @Override
        public boolean endsChain() {
            return true;
        }
    }

    private record Contributed(String key, List<PayloadCodec<?>> codecs) implements PayloadCodecs {
        @Override
        public NumberSpace space() {
            return SPACE;
        }
    }

    private final PayloadRegistry registry = PayloadRegistry.of(List.of(
            new Contributed("one", List.of(new PairCodec("PAIR"), new WrapCodec())),
            new Contributed("two", List.of(new PairCodec("TWIN")))));

    private Chain decode(PayloadType first, String octets) throws WireException {
        return registry.decode(first, new WireReader(Bytes.hex(octets)));
    }

    @Test
    void a_chain_is_written_with_lengths_and_types_and_read_again() throws WireException {
        List<Payload> payloads = List.of(new Pair(1, 2), new Unknown(STRANGE, true, Bytes.of(9)), new Pair(3, 4));
        Bytes written = registry.encode(payloads);
        assertThat(written).isEqualTo(Bytes.hex("c8000006 0102  0a800005 09  00000006 0304"));
        assertThat(PayloadRegistry.first(payloads)).isEqualTo(10);
        assertThat(registry.decode(PAIR, new WireReader(written))).isEqualTo(new Chain(payloads, 0));
    }

    @Test
    void no_payloads_are_no_octets() throws WireException {
        assertThat(registry.encode(List.of())).isEqualTo(Bytes.EMPTY);
        assertThat(PayloadRegistry.first(List.of())).isZero();
        assertThat(decode(new PayloadType(SPACE, 0), "").payloads()).isEmpty();
    }

    @Test
    void walking_reads_lengths_and_no_bodies_and_leaves_what_follows() throws WireException {
        WireReader in = new WireReader(Bytes.hex("ffff 0a000005 01 00000004 eeee"));
        in.u16("in front");
        List<Raw> chain = registry.walk(PAIR, in);
        assertThat(chain).extracting(Raw::start).containsExactly(0, 5);
        assertThat(chain).extracting(Raw::bodyStart).containsExactly(4, 9);
        assertThat(chain).extracting(Raw::body).containsExactly(Bytes.of(1), Bytes.EMPTY);
        assertThat(in.rest()).isEqualTo(Bytes.of(0xee, 0xee));
    }

    @Test
    void a_payload_that_ends_its_chain_says_what_is_inside_it() throws WireException {
        WireReader in = new WireReader(Bytes.hex("0a000006 c0de  0000"));
        Chain chain = registry.decode(WRAP, in);
        assertThat(chain).isEqualTo(new Chain(List.of(new Wrap(Bytes.hex("c0de"))), 10));
        assertThat(in.remaining()).isEqualTo(2);
    }

    @Test
    void a_length_shorter_than_its_own_header_is_refused() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> decode(PAIR, "00000003"))
                .withMessageContaining("3 is shorter than its own header");
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(PAIR, "00000000"));
    }

    @Test
    void a_length_beyond_the_end_is_refused_and_so_is_half_a_header() {
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(PAIR, "00000007 0102"));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(PAIR, "0000ffff 0102"));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(PAIR, "0a0000"));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(PAIR, "0a000006 0102"));
    }

    @Test
    void a_body_must_be_consumed_and_must_suffice() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> decode(PAIR, "00000007 010203"))
                .withMessageContaining("PAIR")
                .withMessageContaining("1 octets too many");
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(PAIR, "00000005 01"));
    }

    @Test
    void a_chain_of_more_payloads_than_any_message_needs_is_refused_before_it_costs_anything() throws WireException {
        String most = "c8000004".repeat(PayloadRegistry.MAX_PAYLOADS - 1) + "00000004";
        assertThat(decode(STRANGE, most).payloads()).hasSize(PayloadRegistry.MAX_PAYLOADS);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> decode(STRANGE, "c8000004" + most))
                .withMessageContaining("more than 128 payloads");
    }

    @Test
    void the_codec_that_came_first_is_used() {
        assertThat(registry.describe(new Pair(1, 2))).isEqualTo("PAIR");
        assertThat(registry.describe(new Unknown(STRANGE, false, Bytes.EMPTY))).isEqualTo("payload 200");
    }

    @Test
    void a_number_of_another_space_is_another_payload() throws WireException {
        PayloadType elsewhere = new PayloadType(new NumberSpace("other.payload"), 10);
        Chain chain = decode(elsewhere, "00000006 0102");
        assertThat(chain.payloads()).containsExactly(new Unknown(elsewhere, false, Bytes.of(1, 2)));
    }

    @Test
    void a_body_alone_is_what_proofs_cover() {
        assertThat(registry.body(new Pair(1, 2))).isEqualTo(Bytes.of(1, 2));
        assertThat(registry.body(new Unknown(STRANGE, true, Bytes.of(5)))).isEqualTo(Bytes.of(5));
    }

    @Test
    void what_cannot_be_written_is_a_bug_of_the_caller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.encode(List.of(new Unknown(STRANGE, false, Bytes.zeros(65532)))));
        Payload stranger = () -> STRANGE;
        assertThatThrownBy(() -> registry.encode(List.of(stranger)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no codec");
    }
}
