package dev.parley.ikev1.spi;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.exchange.Contents;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How two peers prove in phase 1 who they are: all in which the modes of RFC 2409 sections 5.1 to 5.4 differ, so that a mode is
 * written once. What proves and verifies may be slow; it runs as work.
 */
@ConsumerType
@ExtensionPoint("phase1-authentication")
public interface Phase1Authentication extends Extension {
    /** Its value of the Authentication Method attribute (RFC 2409 appendix A). */
    int number();

    /** What {@code policy} has not and would need for it, in words for a person; empty if it can be offered. */
    Optional<String> lacks(Policy policy);

    /** What stands where the tables say {@code AUTH}; one of the slots has that name. */
    List<Slot> slots(Role sender);

    /**
     * SKEYID.
     *
     * @param secret g^xy
     * @param ni the body of the initiator's nonce payload
     */
    Key skeyid(Prf prf, Policy policy, SharedSecret secret, Bytes ni, Bytes nr);

    /**
     * Our proof, in the order of {@link #slots}.
     *
     * @param hash our HASH_I or HASH_R
     */
    List<Payload> prove(Policy policy, Key hash, RandomSource random) throws GeneralSecurityException, Unavailable;

    /**
     * Judges the peer's proof.
     *
     * @param heard the message that holds it
     * @param hash what its HASH_I or HASH_R must be
     * @throws Refusal it proves nothing
     */
    void verify(Policy policy, Identity peer, Contents heard, Key hash) throws Refusal, Unavailable;
}
