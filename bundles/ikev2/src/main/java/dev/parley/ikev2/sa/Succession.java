package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which IKE SA has whose children: what may take one's place, what it competes with, and what has won (RFC 7296 sections 2.8.2, 2.18). */
public final class Succession {
    private final IkeSa sa;
    private final List<IkeSa> successors = new ArrayList<>();
    private Optional<IkeSa> predecessor = Optional.empty();
    private Optional<Anew> anew = Optional.empty();
    private boolean replaced;

    /** Another IKE SA is to be made from nothing; {@code asked} is whose wish it serves. */
    public record Anew(Optional<Wish> asked) {}

    Succession(IkeSa sa) {
        this.sa = sa;
    }

    /** An IKE SA is there that may take this one's place. */
    void appeared(IkeSa next) {
        successors.add(next);
    }

    /** Hands over what may take this one's place. */
    public List<IkeSa> takeSuccessors() {
        List<IkeSa> taken = List.copyOf(successors);
        successors.clear();
        return taken;
    }

    /** Nothing more can be made under it: what takes its place, and its children's, begins with IKE_SA_INIT (section 4). */
    public void startsOver(Optional<Wish> asked) {
        anew = Optional.of(new Anew(asked));
    }

    /** Hands over that it has to start over. */
    public Optional<Anew> takeAnew() {
        Optional<Anew> taken = anew;
        anew = Optional.empty();
        return taken;
    }

    /** {@code next} has the children from now on, and what was to be done about them; this one only waits for its deletion. */
    public void replacedBy(IkeSa next) {
        sa.handsOver(next);
        next.succession().predecessor = Optional.empty();
        replaced = true;
    }

    /** Whether another SA has its children. */
    public boolean replaced() {
        return replaced;
    }

    /** Our own replacement will not be, so the peer's has won, if it made one and it still stands. */
    public void yields() {
        sa.rekeying()
                .takeCrossing()
                .map(Rekeying.Crossing::made)
                .filter(theirs -> theirs.ended().isEmpty())
                .ifPresent(this::replacedBy);
    }

    /** This SA and one that we are about to make compete for the children of {@code old}. */
    public void competesFor(IkeSa old) {
        predecessor = Optional.of(old);
    }

    /** Whose children this SA will have if it wins. */
    public Optional<IkeSa> predecessor() {
        return predecessor;
    }
}
