package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract passes a sound codec and finds what unsound ones do. */
class PayloadCodecContractTest {
    private static final PayloadType TYPE = new PayloadType(new NumberSpace("toy.payload"), 1);

    @Test
    void a_sound_codec_passes() {
        Contract contract = new Contract(new Codec());
        assertThatCode(() -> {
                    contract.what_it_writes_it_reads();
                    contract.what_others_wrote_it_writes_alike();
                    contract.its_payloads_are_of_its_type_and_class();
                    contract.a_body_cut_off_at_any_octet_is_refused_or_read();
                    contract.a_body_with_octets_too_many_is_refused_or_read();
                    contract.a_length_that_lies_is_refused_or_read();
                    contract.random_damage_is_refused_or_read();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_codec_that_believes_a_length_is_found() {
        Contract contract = new Contract(new Codec() {
            @Override
            public Toy decode(WireReader body, PayloadRegistry registry) throws WireException {
                int length = body.u16("Length");
                return new Toy(body.rest().slice(0, length));
            }
        });
        assertThatThrownBy(contract::a_length_that_lies_is_refused_or_read).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::a_body_cut_off_at_any_octet_is_refused_or_read)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void a_codec_that_forgets_a_field_is_found() {
        Contract contract = new Contract(new Codec() {
            @Override
            public void encode(Toy payload, WireWriter body, PayloadRegistry registry) {
                body.u16(0);
            }
        });
        assertThatThrownBy(contract::what_it_writes_it_reads).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::what_others_wrote_it_writes_alike).isInstanceOf(AssertionError.class);
    }

    private record Toy(Bytes data) implements Payload {
        @Override
        public PayloadType type() {
            return TYPE;
        }
    }

    private static class Codec implements PayloadCodec<Toy> {
        @Override
        public PayloadType type() {
            return TYPE;
        }

        @Override
        public String mnemonic() {
            return "TOY";
        }

        @Override
        public Class<Toy> payload() {
            return Toy.class;
        }

        @Override
        public Toy decode(WireReader body, PayloadRegistry registry) throws WireException {
            return new Toy(body.bytes("Data", body.u16("Length")));
        }

        @Override
        public void encode(Toy payload, WireWriter body, PayloadRegistry registry) {
            body.u16(payload.data().length()).bytes(payload.data());
        }
    }

    private static final class Contract extends PayloadCodecContract<Toy> {
        private final Codec codec;

        Contract(Codec codec) {
            this.codec = codec;
        }

        @Override
        protected PayloadCodec<Toy> codec() {
            return codec;
        }

        @Override
        protected List<Toy> samples() {
            return List.of(new Toy(Bytes.EMPTY), new Toy(Bytes.utf8("hello")));
        }

        @Override
        protected List<Bytes> recorded() {
            return List.of(Bytes.hex("0002aabb"));
        }
    }
}
