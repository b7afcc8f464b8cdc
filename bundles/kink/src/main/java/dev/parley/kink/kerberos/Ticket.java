package dev.parley.kink.kerberos;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;

/**
 * A ticket as its owner holds it: the octets the KDC sealed for the service, and the session key (RFC 4120 sections 5.3 and 3.2.2).
 *
 * @param der the Ticket, {@code [APPLICATION 1]}
 * @param end POSIX milliseconds from when on no service takes it
 */
public record Ticket(Principal client, Principal service, Bytes der, KerberosKey key, long end) {
    /** TicketFlags: not to be used before the KDC has validated it (RFC 4120 section 2.2). */
    public static final int INVALID = 1 << 31 - 7;

    /** TicketFlags: a KDC has checked the realms between the client's and the service's (RFC 4120 section 2.7). */
    public static final int TRANSITED_POLICY_CHECKED = 1 << 31 - 12;

    static final int APPLICATION = 1;
    private static final int SEALED_PART = 3;
    private static final int VERSION = 5;
    private static final int USAGE = 2;

    /** What anybody can read of a ticket: for whom it is, and which of the service's keys opens it. */
    record Outside(Principal service, EncryptedData sealed) {
        static Outside read(Fields ticket) throws WireException {
            if (ticket.number(0, "tkt-vno") != VERSION) {
                throw new WireException("Ticket tkt-vno", 0, "is not " + VERSION);
            }
            return new Outside(ticket.principal(1, 2, "sname"), EncryptedData.read(ticket.fields(3, "enc-part")));
        }
    }

    /**
     * What the KDC sealed for the service (EncTicketPart).
     *
     * @param flags TicketFlags, flag 0 the most significant bit
     * @param start POSIX seconds from when on it is valid
     * @param end POSIX seconds until when it is
     */
    record Inside(Principal client, KerberosKey key, int flags, long start, long end) {
        static Inside read(Bytes der) throws WireException {
            Fields part = Fields.application(SEALED_PART, "EncTicketPart", der);
            Fields keyFields = part.fields(1, "key");
            int type = keyFields.number(0, "keytype");
            KerberosKey key = KerberosKey.of(type, Key.of(keyFields.octets(1, "keyvalue")))
                    .orElseThrow(() -> new WireException(
                            "EncTicketPart key",
                            0,
                            "is of type " + type + ", not one of " + String.join(", ", EncryptionType.names())));
            return new Inside(
                    part.principal(2, 3, "cname"),
                    key,
                    part.flags(0, "flags"),
                    part.time(part.has(6) ? 6 : 5, "starttime"),
                    part.time(7, "endtime"));
        }
    }

    /**
     * A ticket that this caller, who holds the service's key, makes as a KDC would: what the simulator's KDC and the tests hand
     * out.
     *
     * @param kvno the version of {@code serviceKey}
     * @param flags such as {@link #TRANSITED_POLICY_CHECKED}
     * @param start and {@code end}, POSIX milliseconds
     */
    public static Ticket issue(
            Principal client,
            Principal service,
            KerberosKey serviceKey,
            long kvno,
            KerberosKey session,
            int flags,
            long start,
            long end,
            RandomSource random) {
        Bytes part = new Der()
                .flags(0, flags)
                .fields(
                        1,
                        new Der()
                                .number(0, session.type())
                                .octets(1, session.key().reveal()))
                .text(2, client.realm())
                .name(3, client)
                .fields(4, new Der().number(0, 0).octets(1, Bytes.EMPTY))
                .time(5, Stamp.ofMillis(start))
                .time(7, Stamp.ofMillis(end))
                .application(SEALED_PART);
        Bytes der = new Der()
                .number(0, VERSION)
                .text(1, service.realm())
                .name(2, service)
                .fields(
                        3,
                        EncryptedData.seal(serviceKey, USAGE, part, random)
                                .withKvno(kvno)
                                .der())
                .application(APPLICATION);
        return new Ticket(client, service, der, session, end);
    }

    static int usage() {
        return USAGE;
    }
}
