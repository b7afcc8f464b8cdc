package dev.parley.ikev2.protection;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Integrity;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.Chain;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.isakmp.wire.WireWriter;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * The Encrypted payload (RFC 7296 section 3.14, RFC 5282 for authenticated ciphers).
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Next Payload  |C|  RESERVED   |         Payload Length        |
 * |                     Initialization Vector                     |
 * ~                    Encrypted IKE Payloads                     ~
 * +               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               |             Padding (0-255 octets)            |
 * +-+-+-+-+-+-+-+-+                               +-+-+-+-+-+-+-+-+
 * |                                               |  Pad Length   |
 * ~                    Integrity Checksum Data                    ~
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class SkProtection {
    private final Cipher cipher;
    private final Optional<Integrity> integrity;
    private final IkeKeys keys;

    public SkProtection(IkeAlgorithms algorithms, IkeKeys keys) {
        this(algorithms.cipher(), algorithms.integrity(), keys);
    }

    /** @param integrity empty beside a cipher that has its own */
    public SkProtection(Cipher cipher, Optional<Integrity> integrity, IkeKeys keys) {
        this.cipher = cipher;
        this.integrity = integrity;
        this.keys = keys;
    }

    /** The whole message, header and all; {@code header}'s next payload and length are filled in. */
    public Bytes seal(
            IsakmpHeader header, List<Payload> inner, PayloadRegistry registry, Role sender, RandomSource random)
            throws GeneralSecurityException {
        Bytes plaintext = pad(registry.encode(inner));
        Bytes iv = random.bytes(cipher.ivOctets());
        int body = iv.length() + plaintext.length() + checksumOctets();
        WireWriter front = new WireWriter();
        new IsakmpHeader(
                        header.initiatorCookie(),
                        header.responderCookie(),
                        Ikev2Payloads.SK.number(),
                        header.majorVersion(),
                        header.minorVersion(),
                        header.exchangeType(),
                        header.flags(),
                        header.messageId(),
                        IsakmpHeader.OCTETS + Raw.HEADER_OCTETS + body)
                .write(front);
        front.u8(PayloadRegistry.first(inner)).u8(0).u16(Raw.HEADER_OCTETS + body);
        Bytes associated = front.toBytes();
        Bytes ciphertext = cipher.seal(keys.encryption(sender), iv, associated(associated), plaintext);
        Bytes covered = Bytes.concat(associated, iv, ciphertext);
        return integrity
                .map(beside -> Bytes.concat(covered, beside.checksum(keys.integrity(sender), covered)))
                .orElse(covered);
    }

    /** What a protected message holds once its integrity is proven. */
    public Opened open(IsakmpHeader header, Bytes wire, PayloadRegistry registry, Role sender)
            throws WireException, GeneralSecurityException {
        WireReader in = new WireReader(wire.from(IsakmpHeader.OCTETS));
        List<Raw> outer = registry.walk(new PayloadType(Ikev2Payloads.SPACE, header.nextPayload()), in);
        if (outer.isEmpty() || !outer.get(outer.size() - 1).type().equals(Ikev2Payloads.SK)) {
            throw in.bad("SK", "the message is not encrypted");
        }
        in.end("SK");
        Raw sk = outer.get(outer.size() - 1);
        return new Opened(sk.next(), open(wire, IsakmpHeader.OCTETS + sk.bodyStart(), sender));
    }

    /**
     * What is protected from the octet at {@code start}, where the initialization vector is, to the end of the message; proven
     * together with all that is in front.
     */
    public Bytes open(Bytes wire, int start, Role sender) throws WireException, GeneralSecurityException {
        int ivOctets = cipher.ivOctets();
        int tail = integrity.map(Integrity::checksumOctets).orElse(0);
        if (wire.length() - start < ivOctets + tail + 1) {
            throw new WireException("SK", start, "too short for its IV and checksum");
        }
        verify(wire, sender, tail);
        return cipher.open(
                keys.encryption(sender),
                wire.slice(start, start + ivOctets),
                associated(wire.slice(0, start)),
                wire.slice(start + ivOctets, wire.length() - tail));
    }

    /** Octets of the initialization vector. */
    public int ivOctets() {
        return cipher.ivOctets();
    }

    /** Octets of the checksum at the end. */
    public int checksumOctets() {
        return integrity.map(Integrity::checksumOctets).orElse(cipher.checksumOctets());
    }

    /** Octets that are proven to come from whoever holds the keys; what they say may still be nonsense. */
    public record Opened(int first, Bytes plaintext) {
        /** @throws WireException the peer, who holds the keys, says what the RFC forbids */
        public List<Payload> payloads(PayloadRegistry registry) throws WireException {
            int padding = plaintext.isEmpty() ? 0 : plaintext.at(plaintext.length() - 1);
            int end = plaintext.length() - 1 - padding;
            if (end < 0) {
                throw new WireException("Pad Length", Math.max(0, plaintext.length() - 1), padding + " is too much");
            }
            WireReader in = new WireReader(plaintext.slice(0, end));
            Chain chain = registry.decode(new PayloadType(Ikev2Payloads.SPACE, first), in);
            in.end("Encrypted IKE Payloads");
            return chain.payloads();
        }
    }

    private void verify(Bytes wire, Role sender, int tail) throws GeneralSecurityException {
        if (integrity.isEmpty()) {
            return;
        }
        Bytes covered = wire.slice(0, wire.length() - tail);
        Bytes checksum = integrity.get().checksum(keys.integrity(sender), covered);
        if (!MessageDigest.isEqual(
                checksum.toArray(), wire.from(wire.length() - tail).toArray())) {
            throw new GeneralSecurityException("the integrity checksum is wrong");
        }
    }

    private Bytes associated(Bytes front) {
        return cipher.authenticated() ? front : Bytes.EMPTY;
    }

    private Bytes pad(Bytes chain) {
        int block = cipher.blockOctets();
        int padding = Math.floorMod(-(chain.length() + 1), block);
        return Bytes.concat(chain, Bytes.zeros(padding), Bytes.of(padding));
    }
}
