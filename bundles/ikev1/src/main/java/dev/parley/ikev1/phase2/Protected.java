package dev.parley.ikev1.phase2;

import dev.parley.crypto.Key;
import dev.parley.ikev1.keys.Hashes;
import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.ikev1.protection.CbcChain;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.IvChain;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Messages of phase 2: encrypted, and proven by a HASH in front (RFC 2409 sections 5.5 and 5.7). */
final class Protected {
    /** What a HASH must be, over the octets behind it. */
    @FunctionalInterface
    interface Proof {
        Key over(Bytes rest) throws Refusal;
    }

    private Protected() {}

    /** HASH(1). */
    static Proof first(Ikev1Sa sa, long messageId) {
        return rest -> Hashes.first(sa.algorithms().prf(), sa.keys().a(), messageId, rest);
    }

    /** HASH(2). */
    static Proof second(Ikev1Sa sa, long messageId, Bytes ni) {
        return rest -> Hashes.second(sa.algorithms().prf(), sa.keys().a(), messageId, ni, rest);
    }

    /** HASH(3). */
    static Proof third(Ikev1Sa sa, long messageId, Bytes ni, Bytes nr) {
        return rest -> Hashes.third(sa.algorithms().prf(), sa.keys().a(), messageId, ni, nr);
    }

    /**
     * Opens a message and believes it only if its HASH is right; the bodies of its payloads are not looked at before.
     *
     * @throws GeneralSecurityException it proves nothing
     * @throws WireException it is proven and malformed
     */
    static IsakmpMessage open(Ikev1Sa sa, Bytes iv, IsakmpHeader header, Datagram datagram, Moment when, Proof proof)
            throws GeneralSecurityException, WireException, Refusal {
        PayloadRegistry registry = sa.registry();
        Bytes plain = CbcChain.open(sa.algorithms(), sa.encryptionKey(), iv, datagram.octets());
        List<Raw> raw = walked(registry, header, plain);
        Raw hash = raw.get(0);
        if (!hash.type().equals(IsakmpPayloads.HASH)) {
            throw new GeneralSecurityException("HASH does not come first (RFC 2409 section 5.5)");
        }
        Bytes rest = plain.slice(hash.end(), raw.get(raw.size() - 1).end());
        if (!Key.of(hash.body()).equals(proof.over(rest))) {
            throw new GeneralSecurityException("the HASH is not what the message's would be");
        }
        return IsakmpMessage.of(header, raw, datagram, when, registry);
    }

    private static List<Raw> walked(PayloadRegistry registry, IsakmpHeader header, Bytes plain)
            throws GeneralSecurityException {
        try {
            List<Raw> raw = registry.walk(IsakmpPayloads.type(header.nextPayload()), new WireReader(plain));
            if (raw.isEmpty()) {
                throw new GeneralSecurityException("there is no payload");
            }
            return raw;
        } catch (WireException garbage) {
            throw new GeneralSecurityException("it does not open: " + garbage.getMessage());
        }
    }

    /**
     * A whole message; the chain moves.
     *
     * @param payloads behind the HASH
     */
    static Bytes seal(Ikev1Sa sa, IvChain chain, int exchangeType, long messageId, List<Payload> payloads, Proof proof)
            throws Refusal {
        PayloadRegistry registry = sa.registry();
        Phase1Algorithms with = sa.algorithms();
        List<Payload> all = new ArrayList<>();
        all.add(new HashPayload(proof.over(registry.encode(payloads)).reveal()));
        all.addAll(payloads);
        Bytes plain = registry.encode(all);
        CbcChain.Head head = new CbcChain.Head(
                sa.initiatorCookie(), sa.responderCookie(), PayloadRegistry.first(all), exchangeType, 0, messageId);
        try {
            Bytes octets = CbcChain.seal(
                    with, sa.encryptionKey(), chain.next(), head, Bytes.concat(plain, CbcChain.padding(with, plain)));
            chain.moved(CbcChain.next(with, octets));
            return octets;
        } catch (GeneralSecurityException unable) {
            throw new Refusal(Blame.LOCAL_FAILURE, with.cipher().key() + " did not encrypt: " + unable.getMessage());
        }
    }
}
