package dev.parley.engine;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.negotiation.Need;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link Connection} hears. */
sealed interface ConnectionInput {
    /** A person, or the configuration, wants it. */
    record Wanted() implements ConnectionInput {}

    /** Nobody wants it any more, and what there is shall end. */
    record Unwanted() implements ConnectionInput {}

    /** There is traffic for it, and no SA. */
    record Acquired() implements ConnectionInput {}

    /** These are not installed now. */
    record Missing(List<Need> needs) implements ConnectionInput {
        Refusal refusal(String connection) {
            String those = needs.stream().map(Need::toString).collect(Collectors.joining(" and "));
            return new Refusal(
                    Blame.LOCAL_FAILURE, connection + " waits for " + those + ", which no installed bundle has");
        }
    }

    /** A negotiation was told to begin it. */
    record Began(long lane) implements ConnectionInput {}

    /**
     * A negotiation for it has a peer.
     *
     * @param role our side of the negotiation
     * @param begun when it began, in monotonic milliseconds
     * @param common as in {@link dev.parley.isakmp.negotiation.Effect.Proven}
     */
    record Proven(long lane, Role role, long begun, String peer, Bytes common) implements ConnectionInput {}

    /** SAs of it were installed to send on, and removed. */
    record Changed(Set<SaName> installed, Set<SaName> removed) implements ConnectionInput {}

    /** What was asked for has ended; {@code lane} was named in the asking. */
    record Answered(Verb verb, Optional<Long> lane, Optional<Refusal> failure) implements ConnectionInput {}

    /** A negotiation has ended; its SAs may still be there, if its protocol has left or lets them outlive it. */
    record Ended(long lane) implements ConnectionInput {}

    /** The timer {@code timer} has run out. */
    record TimerExpired(String timer) implements ConnectionInput {}
}
