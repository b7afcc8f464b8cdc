package dev.parley.kink.kerberos;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;

/** The client's proof that it holds the session key now (RFC 4120 section 5.5.1, key usage 11); subkeys are ignored in KINK. */
record Authenticator(Principal client, Stamp stamp) {
    static final int USAGE = 11;
    private static final int APPLICATION = 2;
    private static final int VERSION = 5;

    static Authenticator read(Bytes der) throws WireException {
        Fields fields = Fields.application(APPLICATION, "Authenticator", der);
        Stamp stamp = fields.stamp(5, 4, "ctime")
                .orElseThrow(() -> new WireException("Authenticator ctime", 0, "is missing"));
        return new Authenticator(fields.principal(1, 2, "cname"), stamp);
    }

    Bytes der() {
        return new Der()
                .number(0, VERSION)
                .text(1, client.realm())
                .name(2, client)
                .number(4, stamp.micros())
                .time(5, stamp)
                .application(APPLICATION);
    }
}
