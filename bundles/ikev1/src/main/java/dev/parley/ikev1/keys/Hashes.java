package dev.parley.ikev1.keys;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;

/** The hashes by which messages are proven (RFC 2409 sections 5, 5.5 and 5.7). */
public final class Hashes {
    private static final int MESSAGE_ID_OCTETS = 4;

    private Hashes() {}

    /**
     * What both sides have said in phase 1, of which each proves that it has heard it.
     *
     * @param gxi the initiator's KE payload, without its generic header
     * @param ckyI the initiator's cookie
     * @param sai the body of the initiator's SA payload, as it was sent
     */
    public record Phase1Transcript(Bytes gxi, Bytes gxr, Bytes ckyI, Bytes ckyR, Bytes sai) {}

    /**
     * HASH_I or HASH_R: {@code prf(SKEYID, own g^x | other's | own cookie | other's | SAi_b | own ID_b)}.
     *
     * @param prover whose hash it is
     * @param id the body of the prover's ID payload
     */
    public static Key ofPhase1(Prf prf, Key skeyid, Role prover, Phase1Transcript said, Bytes id) {
        Bytes covered = prover == Role.INITIATOR
                ? Bytes.concat(said.gxi(), said.gxr(), said.ckyI(), said.ckyR(), said.sai(), id)
                : Bytes.concat(said.gxr(), said.gxi(), said.ckyR(), said.ckyI(), said.sai(), id);
        return prf.prf(skeyid, covered);
    }

    /**
     * HASH(1), also that of an Informational exchange: {@code prf(SKEYID_a, M-ID | what follows HASH)}.
     *
     * @param rest the payloads behind HASH with their generic headers, without padding
     */
    public static Key first(Prf prf, Key a, long messageId, Bytes rest) {
        return prf.prf(a, Bytes.concat(id(messageId), rest));
    }

    /** HASH(2): {@code prf(SKEYID_a, M-ID | Ni_b | what follows HASH)}. */
    public static Key second(Prf prf, Key a, long messageId, Bytes ni, Bytes rest) {
        return prf.prf(a, Bytes.concat(id(messageId), ni, rest));
    }

    /** HASH(3): {@code prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b)}. */
    public static Key third(Prf prf, Key a, long messageId, Bytes ni, Bytes nr) {
        return prf.prf(a, Bytes.concat(Bytes.of(0), id(messageId), ni, nr));
    }

    private static Bytes id(long messageId) {
        return Bytes.unsigned(messageId, MESSAGE_ID_OCTETS);
    }
}
