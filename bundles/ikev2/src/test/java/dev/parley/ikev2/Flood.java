package dev.parley.ikev2;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** An attacker who sends without end, in whose name he likes; the same seed sends the same. */
final class Flood {
    /** What he sends. */
    enum Kind {
        /** Good first messages, each from another address. */
        FROM_MANY,
        /** The same, all in the name of a peer that wants to come. */
        FROM_THE_PEER,
        /** Octets of chance. */
        GARBAGE,
        /** First messages with cookies that were never made, or were made for another request. */
        WITH_FALSE_COOKIES,
        /** Messages of a version before ours, and of one after. */
        OF_OTHER_VERSIONS,
        /** For IKE SAs that are half-open or established, whose SPIs he has seen: requests that no key has sealed, in fragments. */
        UNPROVEN_FRAGMENTS,
        /** First messages full of small things, each from another address: as long as nobody has to show a cookie for, and longer. */
        FAT
    }

    /** What is sent, and as whose. */
    record Sent(Endpoint from, Bytes octets) {}

    private static final PayloadRegistry REGISTRY = PayloadRegistry.of(List.of(new Ikev2Payloads()));
    private static final int SPI_OCTETS = IsakmpHeader.COOKIE_OCTETS;
    private static final int NONCE_OCTETS = 32;
    private static final int COOKIE_OCTETS = 36;
    private static final int SKF = Ikev2Payloads.SKF.number();
    private static final int LONGEST_GARBAGE = 400;
    private static final int LONGEST = 60_000;
    private static final int SEEN = 500;
    private static final int ONE_IN_TEN = 10;

    private final Kind kind;
    private final Chance chance;
    private final Endpoint peer;
    private final byte[] first;
    private final byte[] longest;
    private final int nonceAt;
    private final Deque<Bytes> seen = new ArrayDeque<>();

    /** @param peer in whose name he sends if he pretends to be one */
    Flood(Kind kind, long seed, Endpoint peer) {
        Puppet model = Puppet.initiator(seed);
        Payload[] hello = model.hello();
        this.kind = kind;
        this.chance = Chance.seeded(seed);
        this.peer = peer;
        this.first = (kind == Kind.FAT ? filled(model, hello, Defaults.FIRST_OCTETS) : plain(model, hello)).toArray();
        this.longest = (kind == Kind.FAT ? filled(model, hello, LONGEST) : plain(model, hello)).toArray();
        this.nonceAt = first.length - NONCE_OCTETS;
        if (!Bytes.copyOf(first).from(nonceAt).equals(model.ni)) {
            throw new IllegalStateException("the nonce stands last in a first message");
        }
    }

    private static Bytes plain(Puppet model, Payload... hello) {
        return model.clear(ExchangeType.IKE_SA_INIT, 0, 0, hello);
    }

    /** With transforms that nobody knows in front, which have all the attributes that they may. */
    private static Bytes filled(Puppet model, Payload[] hello, int octets) {
        List<Transform.Attribute> attributes = IntStream.range(0, Transform.MAX_ATTRIBUTES)
                .mapToObj(type -> new Transform.Attribute(1_000 + type, true, Bytes.zeros(2)))
                .toList();
        Transform fat = new Transform(TransformType.ENCR, 999, attributes);
        List<Proposal> offered = ((SaPayload) hello[0]).proposals();
        Bytes filled = plain(model, hello);
        for (int fats = 1; ; fats++) {
            List<Proposal> all = new ArrayList<>(offered);
            for (int left = fats; left > 0; left -= Proposal.MAX_TRANSFORMS) {
                all.add(new Proposal(
                        all.size() + 1,
                        ProtocolId.IKE,
                        Bytes.EMPTY,
                        Collections.nCopies(Math.min(left, Proposal.MAX_TRANSFORMS), fat)));
            }
            Bytes more = plain(model, new SaPayload(all), hello[1], hello[2]);
            if (more.length() > octets) {
                return filled;
            }
            filled = more;
        }
    }

    /** He listens on the path: the SPIs of the last messages that {@code captured} is one of. */
    void overhears(Captured captured) {
        if (!captured.octets().slice(SPI_OCTETS, 2 * SPI_OCTETS).isZero()) {
            seen.add(captured.octets().slice(0, 2 * SPI_OCTETS));
        }
        if (seen.size() > SEEN) {
            seen.remove();
        }
    }

    Sent next() {
        return switch (kind) {
            case FROM_MANY -> new Sent(anybody(), fresh());
            case FROM_THE_PEER -> new Sent(peer, fresh());
            case GARBAGE -> new Sent(anybody(), chance.bytes((int) chance.below(LONGEST_GARBAGE)));
            case WITH_FALSE_COOKIES -> new Sent(anybody(), withCookie());
            case OF_OTHER_VERSIONS -> new Sent(anybody(), ofVersion(chance.below(2) == 0 ? 0x10 : 0x30));
            case FAT -> new Sent(anybody(), chance.below(ONE_IN_TEN) == 0 ? fresh(longest) : fresh(first));
            case UNPROVEN_FRAGMENTS ->
                seen.isEmpty() || chance.below(ONE_IN_TEN) == 0
                        ? new Sent(anybody(), fresh())
                        : new Sent(peer, fragment());
        };
    }

    private Endpoint anybody() {
        byte[] address = chance.bytes(4).toArray();
        address[0] = 11;
        return new Endpoint(Bytes.copyOf(address), 1024 + (int) chance.below(60_000), false);
    }

    private Bytes fresh() {
        return fresh(first);
    }

    private Bytes fresh(byte[] model) {
        byte[] octets = model.clone();
        chance.bytes(SPI_OCTETS).copyTo(octets, 0);
        chance.bytes(NONCE_OCTETS).copyTo(octets, model.length - NONCE_OCTETS);
        return Bytes.copyOf(octets);
    }

    private Bytes withCookie() {
        byte[] cookie = chance.bytes(COOKIE_OCTETS).toArray();
        Arrays.fill(cookie, 0, 3, (byte) 0);
        cookie[3] = (byte) chance.below(4);
        Bytes request = fresh();
        Bytes notification = REGISTRY.encode(List.of(NotifyPayload.of(NotifyType.COOKIE, Bytes.copyOf(cookie))));
        byte[] whole = Bytes.concat(
                        request.slice(0, IsakmpHeader.OCTETS), notification, request.from(IsakmpHeader.OCTETS))
                .toArray();
        whole[IsakmpHeader.OCTETS] = whole[16];
        whole[16] = (byte) Ikev2Payloads.NOTIFY.number();
        Bytes.unsigned(whole.length, 4).copyTo(whole, 24);
        return Bytes.copyOf(whole);
    }

    private Bytes ofVersion(int version) {
        byte[] octets = fresh().toArray();
        octets[17] = (byte) version;
        return Bytes.copyOf(octets);
    }

    /** RFC 7383 section 2.5: one of several fragments, with octets of chance where the ciphertext is. */
    private Bytes fragment() {
        Bytes spis = seen.remove();
        seen.add(spis);
        int total = 2 + (int) chance.below(60_000);
        Bytes body =
                Bytes.concat(Bytes.unsigned(1 + chance.below(total), 2), Bytes.unsigned(total, 2), chance.bytes(80));
        int exchange = chance.below(2) == 0 ? ExchangeType.IKE_AUTH : ExchangeType.CREATE_CHILD_SA;
        return Bytes.concat(
                spis,
                Bytes.of(SKF, 0x20, exchange, chance.below(2) == 0 ? IkeFlags.INITIATOR : 0),
                Bytes.unsigned(1 + chance.below(3), 4),
                Bytes.unsigned(IsakmpHeader.OCTETS + 4 + body.length(), 4),
                Bytes.of(0, 0),
                Bytes.unsigned(4 + body.length(), 2),
                body);
    }
}
