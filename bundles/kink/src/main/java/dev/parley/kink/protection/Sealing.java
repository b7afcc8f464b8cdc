package dev.parley.kink.protection;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.message.EncryptPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessage;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** What a session key does for a message: KINK_ENCRYPT, then Cksum over all of it (RFC 4430 sections 4, 4.2.7 and 8.1). */
public final class Sealing {
    private static final int ENCRYPT_USAGE = 39;
    private static final int CHECKSUM_USAGE = 40;

    private final KerberosKey session;
    private final PayloadRegistry registry;

    public Sealing(KerberosKey session, PayloadRegistry registry) {
        this.session = session;
        this.registry = registry;
    }

    /** Whether the Cksum is there and is right. */
    public boolean authentic(Message<KinkHeader> message) {
        Bytes due = session.checksum(CHECKSUM_USAGE, KinkMessage.summed(message));
        return MessageDigest.isEqual(
                due.toArray(), KinkMessage.checksum(message).toArray());
    }

    /** The octets of a whole message with its Cksum. */
    public Bytes summed(int type, long doi, long xid, boolean acknowledge, List<Payload> payloads) {
        Bytes unsummed = KinkMessage.unsummed(type, doi, xid, acknowledge, payloads, registry);
        try {
            return KinkMessage.summed(unsummed, session.checksum(CHECKSUM_USAGE, unsummed));
        } catch (WireException impossible) {
            throw new IllegalStateException("a header of our own", impossible);
        }
    }

    public EncryptPayload encrypt(List<Payload> payloads, RandomSource random) {
        return new EncryptPayload(session.seal(ENCRYPT_USAGE, KinkMessage.plaintext(payloads, registry), random));
    }

    /** The plaintext, InnerNextPload first; empty if it was not sealed under this key. */
    public Optional<Bytes> decrypt(EncryptPayload encrypted) {
        return session.open(ENCRYPT_USAGE, encrypted.sealed());
    }

    /**
     * The payloads within a message's KINK_ENCRYPT; none without one.
     *
     * @throws WireException KINK_ENCRYPT was not sealed under this key, or what is in it is malformed
     */
    public List<Payload> inside(Message<KinkHeader> message) throws WireException {
        Optional<EncryptPayload> encrypted = message.find(EncryptPayload.class);
        if (encrypted.isEmpty()) {
            return List.of();
        }
        Bytes plaintext = decrypt(encrypted.get())
                .orElseThrow(() -> new WireException("KINK_ENCRYPT", 0, "does not open with the session key"));
        return KinkMessage.inside(plaintext, registry);
    }

    /** Its other payloads. */
    public static List<Payload> outside(Message<KinkHeader> message) {
        return message.payloads().stream()
                .filter(payload -> !(payload instanceof EncryptPayload))
                .toList();
    }
}
