package dev.parley.ikev2.dissection;

import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.Notation;
import dev.parley.ikev2.message.SkPayload;
import dev.parley.ikev2.message.SkfPayload;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.dissection.ChainReading;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.FieldTree;
import dev.parley.isakmp.dissection.Layer;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** IKEv2 in one capture: the header, the payloads in the clear, and what is encrypted as far as there are keys (RFC 7296 section 3). */
final class Ikev2Reading implements Reading {
    private static final int VERSION_AT = 17;
    private static final int LENGTH_AT = 24;

    private static final String MESSAGE = "message";

    /** What was inside, or else why it cannot be said. */
    private record Opening(Optional<Bytes> plaintext, Optional<WireException> fault, Optional<String> note) {}

    /**
     * A chain of payloads and what was decrypted to get it (RFC 7296 section 3.14).
     *
     * @param plaintext the chain, and padding with its length unless it is put together from fragments
     */
    private record Content(Bytes chain, Bytes plaintext, Optional<WireException> fault) {
        private static final String PAD_LENGTH = "Pad Length";

        private static Content whole(Bytes chain) {
            return new Content(chain, chain, Optional.empty());
        }

        private static Content padded(Bytes plaintext) {
            int end = plaintext.length() - 1;
            if (end < 0) {
                WireException fault = new WireException(PAD_LENGTH, 0, "nothing is there, not even this field");
                return new Content(plaintext, plaintext, Optional.of(fault));
            }
            int padding = plaintext.at(end);
            Optional<WireException> fault = padding > end
                    ? Optional.of(new WireException(PAD_LENGTH, end, padding + ", and " + end + " octets are in front"))
                    : Optional.empty();
            return new Content(plaintext.slice(0, Math.max(0, end - padding)), plaintext, fault);
        }

        private void padding(FieldTree tree) {
            int end = plaintext.length() - 1;
            if (fault.isEmpty() && chain.length() <= end) {
                tree.bytes("Padding", chain.length(), plaintext.slice(chain.length(), end));
                tree.number(PAD_LENGTH, end, 1, plaintext.at(end));
            }
        }
    }

    private final PayloadRegistry registry;
    private final DecryptionTable keys;
    private final Fragments fragments = new Fragments();

    Ikev2Reading(PayloadRegistry registry, DecryptionTable keys) {
        this.registry = registry;
        this.keys = keys;
    }

    @Override
    public Optional<Dissection> read(Overheard datagram) {
        Bytes octets = datagram.octets();
        if (octets.length() <= VERSION_AT || octets.at(VERSION_AT) >>> 4 != IkeMessages.MAJOR_VERSION) {
            return Optional.empty();
        }
        FieldTree tree = new FieldTree(new Ikev2Meanings());
        WireReader in = WireReader.at(0, octets, tree);
        try {
            tree.begin("HDR", 0);
            IsakmpHeader header = IsakmpHeader.read(in);
            tree.end(in.offset());
            return Optional.of(message(header, octets, in, tree));
        } catch (WireException truncated) {
            tree.end(in.offset());
            Layer layer = Layer.of("message", octets, tree.fields()).faulty(truncated);
            return Optional.of(Dissection.of("IKEv2, the header is cut off").with(layer));
        }
    }

    private Dissection message(IsakmpHeader header, Bytes octets, WireReader in, FieldTree tree) {
        Optional<WireException> length = header.length() == octets.length()
                ? Optional.empty()
                : Optional.of(new WireException(
                        "Length", LENGTH_AT, "says " + header.length() + ", the datagram has " + octets.length()));
        ChainReading chain = ChainReading.of(
                        registry, new PayloadType(Ikev2Payloads.SPACE, header.nextPayload()), in, tree)
                .ending(in);
        Optional<WireException> fault = length.or(chain::fault);
        Layer layer = Layer.of(MESSAGE, octets, tree.fields());
        Optional<Payload> last = chain.payloads().stream()
                .filter(payload -> payload instanceof SkPayload || payload instanceof SkfPayload)
                .findFirst();
        if (last.isEmpty()) {
            return Dissection.of(Notation.of(header, chain.payloads(), false, registry))
                    .with(fault.map(layer::faulty).orElse(layer));
        }
        Raw raw = chain.last().orElseThrow();
        Opening opening = open(header, octets, raw, last.get());
        Layer outer = fault.or(opening::fault).map(layer::faulty).orElse(layer);
        String front =
                Notation.of(header, chain.payloads().subList(0, chain.payloads().size() - 1), false, registry);
        if (last.get() instanceof SkfPayload fragment) {
            return fragment(header, fragment, raw.next(), opening, front, outer);
        }
        return opening.plaintext()
                .map(plaintext -> inside(header, raw.next(), Content.padded(plaintext), front + ", SK {", outer))
                .orElseGet(() -> closed(front + ", SK {" + raw.body().length() + " octets}", opening, outer));
    }

    private Dissection fragment(
            IsakmpHeader header, SkfPayload fragment, int next, Opening opening, String front, Layer outer) {
        String which = ", SKF {fragment " + fragment.number() + " of " + fragment.total();
        if (opening.plaintext().isEmpty()) {
            return closed(front + which + ", " + fragment.body().length() + " octets}", opening, outer);
        }
        Content part = Content.padded(opening.plaintext().get());
        return fragments
                .add(header, fragment, next, part.chain())
                .map(all -> inside(
                        header, all.first(), Content.whole(all.chain()), front + which + "; all of them: ", outer))
                .orElseGet(() -> Dissection.of(front + which + "}").with(outer));
    }

    private static Dissection closed(String notation, Opening opening, Layer outer) {
        Dissection dissection = Dissection.of(notation).with(outer);
        return opening.note().map(dissection::note).orElse(dissection);
    }

    private Opening open(IsakmpHeader header, Bytes octets, Raw raw, Payload payload) {
        int start =
                IsakmpHeader.OCTETS + raw.bodyStart() + (payload instanceof SkfPayload ? SkfPayload.NUMBERS_OCTETS : 0);
        Role sender = header.has(IkeFlags.INITIATOR) ? Role.INITIATOR : Role.RESPONDER;
        List<SkProtection> candidates = keys.of(header);
        Opening opening = new Opening(Optional.empty(), Optional.empty(), Optional.of(keys.why(header)));
        for (SkProtection candidate : candidates) {
            try {
                Bytes plaintext = candidate.open(octets, start, sender);
                return new Opening(Optional.of(plaintext), Optional.empty(), Optional.empty());
            } catch (WireException tooShort) {
                opening = new Opening(Optional.empty(), Optional.of(tooShort), Optional.empty());
            } catch (GeneralSecurityException wrong) {
                WireException fault = new WireException(
                        "Integrity Checksum Data",
                        octets.length() - candidate.checksumOctets(),
                        "is wrong under the keys given for this IKE SA");
                opening = new Opening(Optional.empty(), Optional.of(fault), Optional.empty());
            }
        }
        return opening;
    }

    private Dissection inside(IsakmpHeader header, int first, Content content, String front, Layer outer) {
        FieldTree tree = new FieldTree(new Ikev2Meanings());
        WireReader in = WireReader.at(0, content.chain(), tree);
        ChainReading chain = ChainReading.of(registry, new PayloadType(Ikev2Payloads.SPACE, first), in, tree)
                .ending(in);
        content.padding(tree);
        Layer layer = Layer.of("decrypted", content.plaintext(), tree.fields());
        Layer inner = chain.fault().or(content::fault).map(layer::faulty).orElse(layer);
        return Dissection.of(front + Notation.payloads(header, chain.payloads(), registry) + "}")
                .with(outer)
                .with(inner);
    }
}
