package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the host relies on in every {@link PayloadCodec}: what it writes it reads, and no octets make it do anything but
 * return a value or throw {@link WireException}. An author extends it and gives samples.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PayloadCodecContract<P extends Payload> {
    private static final int RANDOM_DAMAGES = 2000;

    /** The codec to be judged. */
    protected abstract PayloadCodec<P> codec();

    /** Values that together use every field, the smallest and the largest among them. */
    protected abstract List<P> samples();

    /** Bodies from outside, of an RFC or a capture, in canonical form. */
    protected List<Bytes> recorded() {
        return List.of();
    }

    /** What the codec finds when it asks for others: itself alone, unless overridden. */
    protected PayloadRegistry registry() {
        return PayloadRegistry.of(List.of(new Alone(codec())));
    }

    @Test
    void what_it_writes_it_reads() throws Exception {
        for (P sample : samples()) {
            Bytes written = registry().body(sample);
            assertThat(read(written)).isEqualTo(sample);
            assertThat(registry().body(read(written))).isEqualTo(written);
        }
    }

    @Test
    void what_others_wrote_it_writes_alike() throws Exception {
        for (Bytes body : recorded()) {
            assertThat(registry().body(read(body))).isEqualTo(body);
        }
    }

    @Test
    void its_payloads_are_of_its_type_and_class() {
        assertThat(samples()).isNotEmpty().allSatisfy(sample -> {
            assertThat(sample.type()).isEqualTo(codec().type());
            assertThat(sample).isInstanceOf(codec().payload());
            assertThat(codec().describe(sample)).isNotBlank();
        });
        assertThat(codec().mnemonic()).isNotBlank();
    }

    @Test
    void a_body_cut_off_at_any_octet_is_refused_or_read() {
        for (Bytes body : bodies()) {
            for (int length = 0; length < body.length(); length++) {
                judge(body.slice(0, length));
            }
        }
    }

    @Test
    void a_body_with_octets_too_many_is_refused_or_read() {
        for (Bytes body : bodies()) {
            judge(Bytes.concat(body, Bytes.of(0)));
            judge(Bytes.concat(body, body));
        }
    }

    /** Wherever a length or a count may stand, it says too little, too much, and the most it can. */
    @Test
    void a_length_that_lies_is_refused_or_read() {
        for (Bytes body : bodies()) {
            for (int at = 0; at < body.length(); at++) {
                for (int lie : new int[] {0, 1, 0x7f, 0x80, 0xff, body.at(at) - 1, body.at(at) + 1}) {
                    judge(replaced(body, at, Bytes.of(lie & 0xff)));
                }
                if (at + 1 < body.length()) {
                    judge(replaced(body, at, Bytes.of(0, 0)));
                    judge(replaced(body, at, Bytes.of(0xff, 0xff)));
                }
            }
        }
    }

    @Test
    void random_damage_is_refused_or_read() {
        List<Bytes> bodies = bodies();
        for (long seed = 0; seed < RANDOM_DAMAGES; seed++) {
            SeededRandom random = new SeededRandom(seed);
            Bytes body = bodies.get((int) random.below(bodies.size()));
            for (long damages = 1 + random.below(4); damages > 0 && !body.isEmpty(); damages--) {
                body = replaced(body, (int) random.below(body.length()), random.bytes(1));
            }
            judge(body.slice(0, (int) random.below(body.length() + 1L)));
            judge(body);
        }
    }

    private List<Bytes> bodies() {
        PayloadRegistry registry = registry();
        return Stream.concat(samples().stream().map(registry::body), recorded().stream())
                .toList();
    }

    /** Reads; what could be read must be writable, and be read again as the same. */
    private void judge(Bytes body) {
        try {
            Optional<P> read = refusedOr(body);
            if (read.isPresent()) {
                assertThat(codec().describe(read.get()))
                        .as("description of what was read from %s", body)
                        .isNotBlank();
                Bytes written = registry().body(read.get());
                assertThat(read(written))
                        .as("what was read from %s and written as %s", body, written)
                        .isEqualTo(read.get());
            }
        } catch (WireException | RuntimeException e) {
            throw new AssertionError("reading " + body + ", or writing what was read, failed with " + e, e);
        }
    }

    private Optional<P> refusedOr(Bytes body) {
        try {
            return Optional.of(read(body));
        } catch (WireException refused) {
            assertThat(refused.field()).as("the field that is blamed").isNotBlank();
            return Optional.empty();
        }
    }

    private P read(Bytes body) throws WireException {
        Raw raw = new Raw(codec().type(), PayloadType.NONE, 0, body, 0);
        return codec().payload().cast(registry().decode(raw));
    }

    private static Bytes replaced(Bytes body, int at, Bytes by) {
        return Bytes.concat(body.slice(0, at), by, body.from(at + by.length()));
    }

    private record Alone(PayloadCodec<?> codec) implements PayloadCodecs {
        @Override
        public String key() {
            return "codec under test";
        }

        @Override
        public NumberSpace space() {
            return codec.type().space();
        }

        @Override
        public List<PayloadCodec<?>> codecs() {
            return List.of(codec);
        }
    }
}
