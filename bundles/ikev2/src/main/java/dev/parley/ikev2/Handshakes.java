package dev.parley.ikev2;

import dev.parley.ikev2.sa.Answers;
import dev.parley.ikev2.sa.ExchangeWindow;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;

/**
 * Several answers to one IKE_SA_INIT, each of which might be the real one (RFC 7296 section 2.4): which are followed, and what becomes
 * of the attempt when one of them fails, or the last.
 */
final class Handshakes {
    private final Lines lines;

    Handshakes(Lines lines) {
        this.lines = lines;
    }

    /** One more answer is followed; IKE_SA_INIT is not sent again while any is. */
    void follow(Line root, Answers.Branch branch, Optional<Wish> wish, List<Effect> out) {
        root.tasks().stopRetransmitting(out);
        lines.admit(branch.sa()).tasks().branch(branch.first(), wish, out);
    }

    /** A candidate that fails matters only if it was the last hope. */
    void judge(Optional<Wish> wish, List<Effect> out) {
        if (!lines.any(Handshakes::hasFailed)) {
            return;
        }
        List<Line> failed = lines.alive().stream().filter(Handshakes::hasFailed).toList();
        for (Line line : failed) {
            Refusal why = line.tasks().failure().orElseThrow();
            boolean others = lines.any(other -> other != line && !isRoot(other));
            if (others && isRoot(line)) {
                continue;
            }
            if (!others && (isRoot(line) || line.sa().window().nextId() > 1 && !misunderstood(why))) {
                fail(line, why, wish, out);
                return;
            }
            lines.dropIf(each -> each == line, out);
            lines.alive().forEach(root -> root.sa().answers().unfollowed(line.sa()));
            if (!others) {
                lines.alive().forEach(root -> root.tasks().resumeWaiting(why, out));
            }
        }
    }

    /** A peer that refuses our AUTH may have answered another form of IKE_SA_INIT than the one that we took it for. */
    private boolean misunderstood(Refusal why) {
        return why.blame() == Blame.AUTHENTICATION_FAILED
                && why.code().isPresent()
                && lines.any(line ->
                        line.sa().window().outstanding().stream().anyMatch(ExchangeWindow.Outstanding::reformed));
    }

    /** The handshake has failed; a peer that believes otherwise is told so (section 2.21.2). */
    private void fail(Line line, Refusal refusal, Optional<Wish> wish, List<Effect> out) {
        wish.ifPresent(mine -> out.add(new Effect.Settled(mine, Optional.of(refusal))));
        if (line.tasks().peerBelieves()) {
            lines.dropIf(other -> other != line, out);
            line.tasks().reject(refusal.getMessage(), out);
        } else {
            lines.finish(refusal.getMessage(), out);
        }
    }

    private static boolean hasFailed(Line line) {
        return line.tasks().failure().isPresent();
    }

    private static boolean isRoot(Line line) {
        return line.sa().index() == 0;
    }
}
