package dev.parley.isakmp.dissection;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chain of payloads, read as far as it can be (RFC 2408 section 3.2, RFC 7296 section 3.2): where a protocol would turn the
 * message away, this notes the first fault and goes on.
 */
public final class ChainReading {
    private final PayloadRegistry registry;
    private final FieldTree tree;
    private final List<Payload> payloads = new ArrayList<>();
    private Optional<Raw> last = Optional.empty();
    private Optional<WireException> fault = Optional.empty();

    private ChainReading(PayloadRegistry registry, FieldTree tree) {
        this.registry = registry;
        this.tree = tree;
    }

    /**
     * Reads a chain; what follows it stays in the reader.
     *
     * @param in stands at the first generic header; {@code tree} hears of its fields
     * @param tree gets a structure for each payload
     */
    public static ChainReading of(PayloadRegistry registry, PayloadType first, WireReader in, FieldTree tree) {
        ChainReading reading = new ChainReading(registry, tree);
        reading.read(first, in);
        return reading;
    }

    /** The same, where nothing may follow: what {@code in} still holds is a fault. */
    public ChainReading ending(WireReader in) {
        try {
            in.end("Next Payload");
        } catch (WireException more) {
            blame(more);
        }
        return this;
    }

    /** In order; one whose body cannot be decoded is {@link Unknown}. */
    public List<Payload> payloads() {
        return List.copyOf(payloads);
    }

    /** The last payload's octets, whose Next Payload field tells what is inside it if it ends its chain. */
    public Optional<Raw> last() {
        return last;
    }

    /** The first octet that is not as it should be. */
    public Optional<WireException> fault() {
        return fault;
    }

    private void read(PayloadType first, WireReader in) {
        int origin = in.offset();
        PayloadType type = first;
        while (type.number() != PayloadType.NONE) {
            if (payloads.size() == PayloadRegistry.MAX_PAYLOADS) {
                blame(in.bad("Next Payload", "more than " + PayloadRegistry.MAX_PAYLOADS + " payloads"));
                return;
            }
            tree.begin(name(type), in.offset());
            try {
                Raw raw = registry.step(type, in, origin);
                last = Optional.of(raw);
                payloads.add(body(raw, WireReader.at(origin + raw.bodyStart(), raw.body(), tree)));
                type = registry.after(raw);
            } catch (WireException broken) {
                blame(broken);
                return;
            } finally {
                tree.end(in.offset());
            }
        }
    }

    private Payload body(Raw raw, WireReader body) {
        try {
            return registry.decode(raw, body);
        } catch (WireException broken) {
            blame(broken);
            return new Unknown(raw.type(), raw.critical(), raw.body());
        }
    }

    private void blame(WireException broken) {
        if (fault.isEmpty()) {
            fault = Optional.of(broken);
        }
    }

    private String name(PayloadType type) {
        return registry.codec(type).map(PayloadCodec::mnemonic).orElse("payload " + type.number());
    }
}
