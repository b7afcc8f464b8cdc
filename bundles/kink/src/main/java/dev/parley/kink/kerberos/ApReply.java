package dev.parley.kink.kerberos;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.Optional;

/** AP-REP: the service proves itself by sealing the authenticator's stamp under the session key (RFC 4120 section 5.5.2). */
public final class ApReply {
    private static final int APPLICATION = 15;
    private static final int SEALED_PART = 27;
    private static final int VERSION = 5;
    private static final int USAGE = 12;

    private ApReply() {}

    /** The DER of an AP-REP to the authenticator of {@code stamp}. */
    public static Bytes write(KerberosKey session, Stamp stamp, RandomSource random) {
        Bytes part = new Der().time(0, stamp).number(1, stamp.micros()).application(SEALED_PART);
        return new Der()
                .number(0, VERSION)
                .number(1, APPLICATION)
                .fields(2, EncryptedData.seal(session, USAGE, part, random).der())
                .application(APPLICATION);
    }

    /** The stamp that {@code der} answers; empty if it was not sealed under {@code session}. */
    public static Optional<Stamp> open(Bytes der, KerberosKey session) throws WireException {
        Fields fields = Fields.application(APPLICATION, "AP-REP", der);
        if (fields.number(0, "pvno") != VERSION || fields.number(1, "msg-type") != APPLICATION) {
            throw new WireException("AP-REP msg-type", 0, "is not an AP-REP of Kerberos 5");
        }
        EncryptedData sealed = EncryptedData.read(fields.fields(2, "enc-part"));
        Optional<Bytes> part = session.open(USAGE, sealed.cipher());
        if (part.isEmpty()) {
            return Optional.empty();
        }
        return Fields.application(SEALED_PART, "EncAPRepPart", part.get()).stamp(0, 1, "ctime");
    }
}
