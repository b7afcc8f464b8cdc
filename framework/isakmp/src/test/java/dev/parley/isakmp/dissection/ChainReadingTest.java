package dev.parley.isakmp.dissection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChainReadingTest {
    private static final NumberSpace SPACE = new NumberSpace("toy");
    private static final PayloadType LIST = new PayloadType(SPACE, 1);
    private static final int CHAIN_AT = 10;

    /** Structures of a length and a number each. */
    private record Numbers(List<Integer> numbers) implements Payload {
        @Override
        public PayloadType type() {
            return LIST;
        }
    }

    private static final class NumbersCodec implements PayloadCodec<Numbers> {
        @Override
        public PayloadType type() {
            return LIST;
        }

        @Override
        public String mnemonic() {
            return "LIST";
        }

        @Override
        public Class<Numbers> payload() {
            return Numbers.class;
        }

        @Override
        public Numbers decode(WireReader body, PayloadRegistry registry) throws WireException {
            List<Integer> numbers = new ArrayList<>();
            while (body.remaining() > 0) {
                WireReader one = body.sub("Item Length", body.u8("Item Length"));
                numbers.add(one.u16("Number"));
                one.end("Item Length");
            }
            return new Numbers(numbers);
        }

        @Override
        public void encode(Numbers payload, WireWriter body, PayloadRegistry registry) {
            payload.numbers.forEach(number -> body.u8(2).u16(number));
        }
    }

    private static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new PayloadCodecs() {
        @Override
        public String key() {
            return "toy";
        }

        @Override
        public NumberSpace space() {
            return SPACE;
        }

        @Override
        public List<PayloadCodec<?>> codecs() {
            return List.of(new NumbersCodec());
        }
    }));

    private final FieldTree tree = new FieldTree((field, octets, before) ->
            field.equals("Number") && octets.number(0, 2) == 7 ? "seven after " + before.get("Item Length") : "");

    private ChainReading read(String hex) {
        WireReader in = WireReader.at(CHAIN_AT, Bytes.hex(hex), tree);
        return ChainReading.of(REGISTRY, LIST, in, tree).ending(in);
    }

    private static String text(List<Field> fields, String indent) {
        return fields.stream()
                .map(field -> indent + field.offset() + "+" + field.length() + " " + field.name()
                        + (field.value().isEmpty() ? "" : ": " + field.value()) + "\n"
                        + text(field.parts(), indent + "  "))
                .collect(Collectors.joining());
    }

    @Test
    void every_field_stands_beneath_the_length_that_announced_it_with_its_name_and_place() {
        ChainReading reading = read("00000007 02 0007");
        assertThat(reading.payloads()).containsExactly(new Numbers(List.of(7)));
        assertThat(reading.fault()).isEmpty();
        assertThat(text(tree.fields(), "")).isEqualTo("""
                10+7 LIST
                  10+1 Next Payload: 0
                  11+1 Critical: 0
                  12+5 Payload Length: 7
                    14+3 Item Length: 2
                      15+2 Number: 7 (seven after 2)
                """);
    }

    @Test
    void after_a_payload_that_cannot_be_decoded_the_others_are_still_read() {
        ChainReading reading = read("01000007 03 0007" + "00000007 02 0008");
        assertThat(reading.payloads())
                .containsExactly(new Unknown(LIST, false, Bytes.hex("030007")), new Numbers(List.of(8)));
        WireException fault = reading.fault().orElseThrow();
        assertThat(fault.field()).isEqualTo("Item Length");
        assertThat(fault.offset()).isEqualTo(14);
    }

    @Test
    void a_payload_that_claims_too_much_ends_the_reading_where_it_stands() {
        ChainReading reading = read("01000007 02 0007" + "00000008 02 0008");
        assertThat(reading.payloads()).containsExactly(new Numbers(List.of(7)));
        assertThat(reading.fault().orElseThrow()).hasMessage("Payload Length at octet 19: needs 4 octets, 3 are left");
    }

    @Test
    void what_stands_after_the_last_payload_is_a_fault() {
        assertThat(read("00000004 ff").fault().orElseThrow()).hasMessage("Next Payload at octet 14: 1 octets too many");
    }

    @Test
    void payloads_and_fields_without_end_are_read_up_to_a_bound() {
        assertThat(read("01000004".repeat(1000)).payloads()).hasSize(PayloadRegistry.MAX_PAYLOADS);
        for (int i = 0; i < 3 * FieldTree.MAX_FIELDS; i++) {
            tree.number("one more", i, 1, 1);
        }
        assertThat(tree.fields().stream().filter(field -> field.name().equals("one more")))
                .hasSizeLessThanOrEqualTo(FieldTree.MAX_FIELDS);
    }
}
