package dev.parley.kink.kerberos;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import java.util.OptionalLong;

/**
 * EncryptedData (RFC 4120 section 5.2.9).
 *
 * @param kvno the version of the key that sealed it; session keys have none
 */
record EncryptedData(int type, OptionalLong kvno, Bytes cipher) {
    static EncryptedData read(Fields fields) throws WireException {
        OptionalLong kvno = fields.has(1) ? OptionalLong.of(fields.unsigned(1, "kvno")) : OptionalLong.empty();
        return new EncryptedData(fields.number(0, "etype"), kvno, fields.octets(2, "cipher"));
    }

    static EncryptedData seal(KerberosKey key, int usage, Bytes plaintext, RandomSource random) {
        return new EncryptedData(key.type(), OptionalLong.empty(), key.seal(usage, plaintext, random));
    }

    EncryptedData withKvno(long version) {
        return new EncryptedData(type, OptionalLong.of(version), cipher);
    }

    Der der() {
        Der der = new Der().number(0, type);
        kvno.ifPresent(version -> der.number(1, version));
        return der.octets(2, cipher);
    }
}
