package dev.parley.ikev2.extension;

import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Settings;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireWriter;
import java.util.List;

/**
 * INITIAL_CONTACT (RFC 7296 sections 2.4 and 3.10.1): "this is the only IKE SA that I have with you". Who has lost all state says so
 * in IKE_AUTH, and the peer need not wait until it notices.
 */
public final class InitialContact {
    /**
     * What other IKE SAs with the peer are told once it is authenticated.
     *
     * @param began when the peer began the IKE SA in which it said so, monotonic milliseconds
     */
    public record Heard(long began) {
        /**
         * Whether {@code sa} is one that the peer does not have. One that was authenticated after the other began may be younger than
         * what the peer said: both ends have called each other at once.
         */
        public boolean denies(IkeSa sa) {
            return sa.life() != Life.CONNECTING
                    && sa.ended().isEmpty()
                    && sa.authenticatedAt() <= began
                    && sa.policy().filter(InitialContact::means).isPresent();
        }
    }

    private InitialContact() {}

    /** What all IKE SAs, and attempts of ours, between the two identities of {@code policy} have joined. */
    public static LaneKey between(Policy policy) {
        WireWriter value = new WireWriter();
        for (Identity end : List.of(policy.local().identity(), policy.remote().identity())) {
            Identity one = end.canonical();
            Bytes kind = Bytes.utf8(one.kind());
            value.u16(kind.length()).bytes(kind).u16(one.value().length()).bytes(one.value());
        }
        return new LaneKey("ikev2", "identities", value.toBytes());
    }

    /** The notification for our message of IKE_AUTH, if there is nothing else between these identities. */
    public static List<Payload> payloads(IkeSa sa, Policy policy) {
        return means(policy) && !sa.environment().others(between(policy))
                ? List.of(NotifyPayload.of(NotifyType.INITIAL_CONTACT))
                : List.of();
    }

    /** What follows from the peer's message of IKE_AUTH, now that it is authenticated. */
    public static List<Effect> examine(IkeMessage message, IkeSa sa, Policy policy) {
        return means(policy) && message.notification(NotifyType.INITIAL_CONTACT).isPresent()
                ? List.of(new Effect.Tell(between(policy), new Heard(sa.began())))
                : List.of();
    }

    private static boolean means(Policy policy) {
        return Settings.initialContact(policy.settings());
    }
}
