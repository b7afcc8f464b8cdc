package dev.parley.kink;

import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.KerberosException;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.peer.Authentic;
import dev.parley.kink.peer.Heard;
import dev.parley.kink.protection.Sealing;
import dev.parley.kink.spi.KerberosMechanism.ServiceKey;
import java.util.List;

/** Opens a command with our service keys: ticket, authenticator, Cksum, KINK_ENCRYPT, in this order (RFC 4430 section 4). */
record Unsealing(
        Datagram datagram,
        Message<KinkHeader> message,
        ApReqPayload payload,
        ApRequest request,
        PayloadRegistry registry) {
    /** How it ended. */
    sealed interface Result {}

    record Opened(Authentic authentic) implements Result {}

    /** Who said it is known, but not what. */
    record Malformed(Authentic authentic, String why) implements Result {}

    /** The ticket or the authenticator does not open: there is no key to answer with. */
    record Unopened(KinkHeader header, int code, String why) implements Result {}

    /** The Cksum is wrong: the message is dropped (section 4). */
    record Unauthentic(String why) implements Result {}

    Result open(List<ServiceKey> keys) {
        ApRequest.Opened proof;
        try {
            proof = opened(keys);
        } catch (KerberosException no) {
            return new Unopened(message.header(), no.code(), no.getMessage());
        }
        Sealing sealing = new Sealing(proof.key(), registry);
        if (!sealing.authentic(message)) {
            proof.key().close();
            return new Unauthentic("the Cksum is wrong");
        }
        try {
            if (!request.mutual()) {
                throw new WireException("AP-REQ", 0, "does not ask for mutual authentication (RFC 4430 section 4.2.1)");
            }
            return new Opened(authentic(proof, sealing.inside(message)));
        } catch (WireException malformed) {
            return new Malformed(authentic(proof, List.of()), malformed.getMessage());
        }
    }

    private Authentic authentic(ApRequest.Opened proof, List<Payload> inside) {
        return new Authentic(
                datagram,
                new Heard(message.header(), Sealing.outside(message), inside),
                request.service(),
                proof,
                payload.epoch());
    }

    /** The key is chosen by encryption type, and by version if the ticket names one. */
    private ApRequest.Opened opened(List<ServiceKey> keys) throws KerberosException {
        List<KerberosKey> ofType = keys.stream()
                .map(ServiceKey::key)
                .filter(key -> key.type() == request.type())
                .toList();
        if (ofType.isEmpty() || request.userToUser()) {
            throw new KerberosException(
                    KerberosError.NOKEY,
                    request.userToUser()
                            ? "the ticket is for a session key of ours, and there is none"
                            : "we have no key of " + request.service() + " of encryption type " + request.type());
        }
        List<KerberosKey> ofVersion = keys.stream()
                .filter(key -> key.key().type() == request.type())
                .filter(key ->
                        request.kvno().isEmpty() || key.kvno() == request.kvno().getAsLong())
                .map(ServiceKey::key)
                .toList();
        if (ofVersion.isEmpty()) {
            throw new KerberosException(
                    KerberosError.BADKEYVER,
                    "the ticket is for version " + request.kvno().getAsLong() + " of the key of " + request.service()
                            + ", and the keytab has no such key: renew it");
        }
        KerberosException last = new KerberosException(KerberosError.BAD_INTEGRITY, "no key");
        for (KerberosKey key : ofVersion) {
            try {
                return request.open(key);
            } catch (KerberosException no) {
                last = no;
            }
        }
        throw last;
    }
}
