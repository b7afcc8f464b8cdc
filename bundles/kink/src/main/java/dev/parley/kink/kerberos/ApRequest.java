package dev.parley.kink.kerberos;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.OptionalLong;

/**
 * AP-REQ: a ticket and a fresh authenticator, mutual authentication asked for (RFC 4120 sections 3.2.2, 3.2.3 and 5.5.1).
 *
 * @param service whom the ticket is for
 * @param type and {@code kvno}: which of the service's keys opens it
 * @param userToUser whether a session key sealed it, not the service's own
 */
public record ApRequest(
        Principal service,
        int type,
        OptionalLong kvno,
        boolean userToUser,
        boolean mutual,
        Bytes sealedTicket,
        Bytes sealedAuthenticator) {
    private static final int APPLICATION = 14;
    private static final int VERSION = 5;
    private static final int FLAG_USE_SESSION_KEY = 1 << 31 - 1;
    private static final int FLAG_MUTUAL_REQUIRED = 1 << 31 - 2;

    /** The DER of an AP-REQ with {@code ticket}, said at {@code stamp}. */
    public static Bytes write(Ticket ticket, Stamp stamp, RandomSource random) {
        Bytes authenticator = new Authenticator(ticket.client(), stamp).der();
        return new Der()
                .number(0, VERSION)
                .number(1, APPLICATION)
                .flags(2, FLAG_MUTUAL_REQUIRED)
                .raw(3, ticket.der())
                .fields(
                        4,
                        EncryptedData.seal(ticket.key(), Authenticator.USAGE, authenticator, random)
                                .der())
                .application(APPLICATION);
    }

    public static ApRequest read(Bytes der) throws WireException {
        Fields fields = Fields.application(APPLICATION, "AP-REQ", der);
        if (fields.number(0, "pvno") != VERSION || fields.number(1, "msg-type") != APPLICATION) {
            throw new WireException("AP-REQ msg-type", 0, "is not an AP-REQ of Kerberos 5");
        }
        int options = fields.flags(2, "ap-options");
        Ticket.Outside ticket = Ticket.Outside.read(fields.fields(3, "ticket", Ticket.APPLICATION));
        EncryptedData authenticator = EncryptedData.read(fields.fields(4, "authenticator"));
        return new ApRequest(
                ticket.service(),
                ticket.sealed().type(),
                ticket.sealed().kvno(),
                (options & FLAG_USE_SESSION_KEY) != 0,
                (options & FLAG_MUTUAL_REQUIRED) != 0,
                ticket.sealed().cipher(),
                authenticator.cipher());
    }

    /**
     * What the service learns with the key that seals the ticket; times and replays are the caller's to judge.
     *
     * @throws KerberosException with the error code of RFC 4120 section 3.2.3
     */
    public Opened open(KerberosKey serviceKey) throws KerberosException {
        Bytes part = serviceKey
                .open(Ticket.usage(), sealedTicket)
                .orElseThrow(() -> new KerberosException(
                        KerberosError.BAD_INTEGRITY, "the ticket for " + service + " does not open with our key"));
        try {
            Ticket.Inside ticket = Ticket.Inside.read(part);
            Bytes authenticatorPart = ticket.key()
                    .open(Authenticator.USAGE, sealedAuthenticator)
                    .orElseThrow(() -> new KerberosException(
                            KerberosError.BAD_INTEGRITY,
                            "the authenticator does not open with the ticket's session key"));
            Authenticator authenticator = Authenticator.read(authenticatorPart);
            if (!authenticator.client().equals(ticket.client())) {
                throw new KerberosException(
                        KerberosError.BADMATCH,
                        "the authenticator is " + authenticator.client() + "'s, the ticket " + ticket.client() + "'s");
            }
            return new Opened(
                    ticket.client(), ticket.key(), ticket.flags(), ticket.start(), ticket.end(), authenticator.stamp());
        } catch (WireException malformed) {
            throw new KerberosException(KerberosError.MSG_TYPE, malformed.getMessage());
        }
    }

    /**
     * The client, proven.
     *
     * @param flags of the ticket
     * @param start POSIX seconds from when on the ticket is valid
     * @param end POSIX seconds until when it is
     * @param stamp of the authenticator, by the client's clock
     */
    public record Opened(Principal client, KerberosKey key, int flags, long start, long end, Stamp stamp) {
        /** Whether the ticket waits for the KDC to validate it. */
        public boolean invalid() {
            return (flags & Ticket.INVALID) != 0;
        }

        /** Whether the client is of another realm than {@code service} and no KDC vouches for the realms between (section 2.7). */
        public boolean unvouched(Principal service) {
            return !client.realm().equals(service.realm()) && (flags & Ticket.TRANSITED_POLICY_CHECKED) == 0;
        }
    }
}
