package dev.parley.ikev2;

import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Stateless cookies (RFC 7296 section 2.6): {@code <generation> | tag(Ni | IPi | SPIi)}. Bound to the nonce, so that a cookie for one
 * request opens the door to that request only.
 */
final class Cookies {
    private static final int GENERATION_OCTETS = 4;
    private static final int TAG_OCTETS = 32;
    private final PayloadRegistry registry;

    Cookies(PayloadRegistry registry) {
        this.registry = registry;
    }

    /** The cookie that this request has to show; empty for a request without a nonce. */
    Optional<Bytes> make(IsakmpHeader header, Datagram datagram, Doorway door) {
        int generation = door.generation();
        return bound(header, datagram)
                .map(what -> Bytes.concat(Bytes.unsigned(generation, GENERATION_OCTETS), door.tag(generation, what)));
    }

    /** Whether the request shows a cookie, as its first payload, that we made for it. */
    boolean valid(IsakmpHeader header, Datagram datagram, Doorway door) {
        Optional<Bytes> shown = shown(header, datagram);
        Optional<Bytes> what = bound(header, datagram);
        if (shown.isEmpty() || what.isEmpty() || shown.get().length() != GENERATION_OCTETS + TAG_OCTETS) {
            return false;
        }
        Bytes tag = door.tag((int) shown.get().number(0, GENERATION_OCTETS), what.get());
        return !tag.isZero()
                && MessageDigest.isEqual(
                        tag.toArray(), shown.get().from(GENERATION_OCTETS).toArray());
    }

    private Optional<Bytes> bound(IsakmpHeader header, Datagram datagram) {
        return chain(header, datagram).stream()
                .filter(raw -> raw.type().equals(Ikev2Payloads.NONCE))
                .findFirst()
                .map(nonce -> Bytes.concat(nonce.body(), datagram.remote().address(), header.initiatorCookie()));
    }

    private Optional<Bytes> shown(IsakmpHeader header, Datagram datagram) {
        List<Raw> chain = chain(header, datagram);
        if (chain.isEmpty() || !chain.get(0).type().equals(Ikev2Payloads.NOTIFY)) {
            return Optional.empty();
        }
        try {
            NotifyPayload first = (NotifyPayload) registry.decode(chain.get(0));
            return first.notifyType() == NotifyType.COOKIE ? Optional.of(first.data()) : Optional.empty();
        } catch (WireException malformed) {
            return Optional.empty();
        }
    }

    /** Lengths only; nothing of a stranger is decoded here. */
    private List<Raw> chain(IsakmpHeader header, Datagram datagram) {
        try {
            return registry.walk(
                    new PayloadType(Ikev2Payloads.SPACE, header.nextPayload()),
                    new WireReader(datagram.octets().from(IsakmpHeader.OCTETS)));
        } catch (WireException malformed) {
            return List.of();
        }
    }
}
