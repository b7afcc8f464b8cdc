package dev.parley.ikev2.message;

import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Traffic Selector payload, TSi or TSr (RFC 7296 section 3.13).
 *
 * <pre>
 *                      1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Number of TSs |                 RESERVED                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   TS Type     |IP Protocol ID |       Selector Length         |   one selector (section 3.13.1)
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Start Port          |           End Port            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                         Starting Address                      ~
 * ~                         Ending Address                        ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param role at whose end the addresses are: TSi or TSr
 * @param selectors one to 255
 */
public record TsPayload(Role role, List<Selector> selectors) implements Payload {
    private static final int RESERVED_OCTETS = 3;

    /**
     * One selector of any type.
     *
     * @param body its octets without TS Type and Selector Length: for the types known here protocol, ports, addresses
     */
    public record Selector(int tsType, Bytes body) {
        public static final int IPV4_ADDR_RANGE = 7;
        public static final int IPV6_ADDR_RANGE = 8;

        private static final int HEADER_OCTETS = 4;
        private static final int ADDRESSES_AT = 5;

        public Selector {
            if (body.isEmpty() || !lengthFits(tsType, body.length())) {
                throw new IllegalArgumentException(
                        "a selector of type " + tsType + " cannot have " + body.length() + " octets");
            }
        }

        public static Selector of(TrafficSelector selector) {
            return new Selector(
                    selector.start().length() == 4 ? IPV4_ADDR_RANGE : IPV6_ADDR_RANGE,
                    new WireWriter()
                            .u8(selector.protocol())
                            .u16(selector.startPort())
                            .u16(selector.endPort())
                            .bytes(selector.start())
                            .bytes(selector.end())
                            .toBytes());
        }

        /** In no protocol's words; empty for another type, and for a range that ends before it starts. */
        public Optional<TrafficSelector> toTrafficSelector() {
            int octets = addressOctets(tsType);
            if (octets == 0) {
                return Optional.empty();
            }
            int startPort = (int) body.number(1, 2);
            int endPort = (int) body.number(3, 2);
            Bytes start = body.slice(ADDRESSES_AT, ADDRESSES_AT + octets);
            Bytes end = body.from(ADDRESSES_AT + octets);
            boolean opaque = startPort == TrafficSelector.MAX_PORT && endPort == 0;
            return start.compareTo(end) > 0 || startPort > endPort && !opaque
                    ? Optional.empty()
                    : Optional.of(new TrafficSelector(body.at(0), startPort, endPort, start, end));
        }

        private static int addressOctets(int tsType) {
            return tsType == IPV4_ADDR_RANGE ? 4 : tsType == IPV6_ADDR_RANGE ? 16 : 0;
        }

        private static boolean lengthFits(int tsType, int octets) {
            return addressOctets(tsType) == 0 || octets == ADDRESSES_AT + 2 * addressOctets(tsType);
        }

        private static Selector read(WireReader in) throws WireException {
            int type = in.u8("TS Type");
            Bytes second = Bytes.unsigned(in.u8("IP Protocol ID"), 1);
            int length = in.u16("Selector Length");
            if (length < HEADER_OCTETS || !lengthFits(type, length - HEADER_OCTETS + 1)) {
                throw in.bad("Selector Length", length + " octets do not fit a selector of type " + type);
            }
            return new Selector(type, Bytes.concat(second, in.bytes("Selector Length", length - HEADER_OCTETS)));
        }

        private void write(WireWriter out) {
            out.u8(tsType).u8(body.at(0)).u16(body.length() - 1 + HEADER_OCTETS).bytes(body.from(1));
        }
    }

    public TsPayload {
        selectors = List.copyOf(selectors);
        if (selectors.isEmpty()) {
            throw new IllegalArgumentException("a TS payload has one selector at least");
        }
    }

    public static TsPayload of(Role role, List<TrafficSelector> selectors) {
        return new TsPayload(role, selectors.stream().map(Selector::of).toList());
    }

    /** Those selectors that can be said in no protocol's words, in order. */
    public List<TrafficSelector> trafficSelectors() {
        return selectors.stream()
                .flatMap(selector -> selector.toTrafficSelector().stream())
                .toList();
    }

    @Override
    public PayloadType type() {
        return type(role);
    }

    private static PayloadType type(Role role) {
        return role == Role.INITIATOR ? Ikev2Payloads.TS_I : Ikev2Payloads.TS_R;
    }

    record Codec(Role role) implements PayloadCodec<TsPayload> {
        @Override
        public PayloadType type() {
            return TsPayload.type(role);
        }

        @Override
        public String mnemonic() {
            return role == Role.INITIATOR ? "TSi" : "TSr";
        }

        @Override
        public Class<TsPayload> payload() {
            return TsPayload.class;
        }

        @Override
        public TsPayload decode(WireReader body, PayloadRegistry registry) throws WireException {
            int count = body.u8("Number of TSs");
            if (count == 0) {
                throw body.bad("Number of TSs", "one at least is due");
            }
            body.bytes("RESERVED", RESERVED_OCTETS);
            List<Selector> selectors = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                selectors.add(Selector.read(body));
            }
            return new TsPayload(role, selectors);
        }

        @Override
        public void encode(TsPayload payload, WireWriter body, PayloadRegistry registry) {
            body.u8(payload.selectors.size()).bytes(Bytes.zeros(RESERVED_OCTETS));
            payload.selectors.forEach(selector -> selector.write(body));
        }
    }
}
