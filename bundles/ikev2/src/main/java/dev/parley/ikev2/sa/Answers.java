package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;

/**
 * The answers to our IKE_SA_INIT that are being followed, each of which may be the real one (RFC 7296 section 2.4). One that has led
 * to nothing is forgotten: when IKE_SA_INIT is sent again, the peer gives the same answer again.
 */
public final class Answers {
    /** An answer that is followed from now on: an SA of its own, and what it does first. */
    public record Branch(IkeSa sa, Exchange<IkeSa, IkeMessage> first) {}

    private record Followed(IkeSa sa, Bytes answer) {}

    private List<Followed> followed = List.of();
    private List<Branch> fresh = List.of();

    /** Whether a copy of this answer is being followed. */
    public boolean follow(Bytes answer) {
        return followed.stream().anyMatch(each -> each.answer().equals(answer));
    }

    /** Whether one more may be followed. */
    public boolean haveRoom() {
        return followed.size() < Defaults.MAX_CANDIDATES;
    }

    /** Follows {@code answer} on {@code candidate}. */
    public void followed(Bytes answer, IkeSa candidate, Exchange<IkeSa, IkeMessage> first) {
        followed = Few.with(followed, new Followed(candidate, answer));
        fresh = Few.with(fresh, new Branch(candidate, first));
    }

    /** Hands over what has branched off since this was asked last. */
    public List<Branch> takeFresh() {
        List<Branch> taken = fresh;
        fresh = List.of();
        return taken;
    }

    /** The answer that {@code candidate} stands for has led to nothing. */
    public void unfollowed(IkeSa candidate) {
        followed = Few.without(followed, each -> each.sa() == candidate);
    }
}
