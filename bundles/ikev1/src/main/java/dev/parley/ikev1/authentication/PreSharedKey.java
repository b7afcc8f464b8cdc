package dev.parley.ikev1.authentication;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev1.keys.Skeyid;
import dev.parley.ikev1.spi.Phase1Authentication;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.exchange.Contents;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.payload.HashPayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** Authentication with a pre-shared key: it is part of SKEYID, so HASH_I and HASH_R prove it (RFC 2409 section 5.4). */
public final class PreSharedKey implements Phase1Authentication {
    @Override
    public String key() {
        return "pre-shared-key";
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public Optional<String> lacks(Policy policy) {
        return policy.secret().isEmpty() ? Optional.of("a pre-shared key") : Optional.empty();
    }

    @Override
    public List<Slot> slots(Role sender) {
        return List.of(Slot.one(IsakmpPayloads.HASH, IsakmpExchanges.AUTH));
    }

    @Override
    public Key skeyid(Prf prf, Policy policy, SharedSecret secret, Bytes ni, Bytes nr) {
        return Skeyid.ofPreSharedKey(prf, policy.secret().orElseThrow(), ni, nr);
    }

    @Override
    public List<Payload> prove(Policy policy, Key hash, RandomSource random) {
        return List.of(new HashPayload(hash.reveal()));
    }

    @Override
    public void verify(Policy policy, Identity peer, Contents heard, Key hash) throws Refusal {
        boolean proven = heard.find(IsakmpExchanges.AUTH, HashPayload.class)
                .map(said -> Key.of(said.data()).equals(hash))
                .orElse(false);
        if (!proven) {
            throw new Refusal(
                    Blame.AUTHENTICATION_FAILED,
                    NotifyType.code(NotifyType.INVALID_HASH_INFORMATION),
                    "the HASH of " + peer + " is not what our pre-shared key gives (RFC 2409 section 5.4)");
        }
    }
}
