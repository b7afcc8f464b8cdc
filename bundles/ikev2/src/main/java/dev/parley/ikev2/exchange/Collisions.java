package dev.parley.ikev2.exchange;

import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Life;
import dev.parley.ikev2.sa.Rekeying;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What to do with a request of the peer while we are doing something ourselves, or answering another of its requests (RFC 7296
 * sections 2.3, 2.8 and 2.25), as one table. Where we are doing several things the strictest verdict counts.
 */
public final class Collisions {
    /** What the peer asks. */
    public enum Asked {
        CREATE_CHILD,
        REKEY_CHILD,
        DELETE_CHILD,
        REKEY_IKE,
        DELETE_IKE
    }

    /** What we are doing. */
    public enum Mine {
        CREATING_CHILD,
        REKEYING_CHILD,
        CLOSING_CHILD,
        CHILD_UNKNOWN,
        REKEYING_IKE,
        CLOSING_IKE,
        /** Answering another request of the peer for a new child, or for one in another's place. */
        ANSWERING_CHILD,
        /** Answering another request of the peer for a child in this one's place. */
        ANSWERING_SAME,
        /** Answering another request of the peer for a new IKE SA. */
        ANSWERING_IKE
    }

    /** In order of strictness. */
    public enum Verdict {
        DO,
        /** Answered, but our half is not deleted again. */
        WITHOUT_OUR_HALF,
        TEMPORARY_FAILURE,
        CHILD_SA_NOT_FOUND
    }

    private Collisions() {}

    /** The verdict of the strictest cell. */
    public static Verdict judge(Asked asked, Set<Mine> mine) {
        return mine.stream().map(each -> cell(asked, each)).reduce(Verdict.DO, Collisions::stricter);
    }

    /** What we are doing to {@code sa} that this request about {@code child}, or about the whole SA, may cross. */
    static Set<Mine> mine(IkeSa sa, IkeMessage request, Asked asked, Optional<ChildSa> child) {
        Set<Mine> mine = EnumSet.noneOf(Mine.class);
        boolean aboutChild = asked == Asked.REKEY_CHILD || asked == Asked.DELETE_CHILD;
        if (aboutChild && child.isEmpty()) {
            mine.add(Mine.CHILD_UNKNOWN);
        }
        if (sa.life() == Life.CLOSING || sa.life() == Life.REPLACED) {
            mine.add(Mine.CLOSING_IKE);
        }
        boolean closing = aboutChild
                ? child.filter(sa.children()::isClosing).isPresent()
                : sa.children().all().stream().anyMatch(sa.children()::isClosing);
        if (closing) {
            mine.add(Mine.CLOSING_CHILD);
        }
        sa.rekeying().ours().forEach(doing -> mine.add(of(doing)));
        sa.rekeying().theirsBeside(request.header().messageId()).forEach(doing -> mine.add(answering(doing, child)));
        return mine;
    }

    private static Mine answering(Rekeying.Doing theirs, Optional<ChildSa> child) {
        if (theirs instanceof Rekeying.Doing.Ike) {
            return Mine.ANSWERING_IKE;
        }
        boolean same = child.map(ChildSa::inboundSpi)
                .map(Rekeying.Doing.Child::new)
                .filter(theirs::equals)
                .isPresent();
        return same ? Mine.ANSWERING_SAME : Mine.ANSWERING_CHILD;
    }

    private static Mine of(Rekeying.Doing doing) {
        if (doing instanceof Rekeying.Doing.Creating) {
            return Mine.CREATING_CHILD;
        }
        return doing instanceof Rekeying.Doing.Child ? Mine.REKEYING_CHILD : Mine.REKEYING_IKE;
    }

    /**
     * Section 2.25.1 for children, 2.25.2 for IKE SAs. That an IKE SA being closed makes no more children is not in the text; it
     * follows by analogy, and so does what a peer may ask beside a request of its own: of two that are about the same thing the one
     * that comes first is done.
     */
    private static Verdict cell(Asked asked, Mine mine) {
        return switch (asked) {
            case CREATE_CHILD ->
                switch (mine) {
                    case REKEYING_IKE, CLOSING_IKE, ANSWERING_IKE -> Verdict.TEMPORARY_FAILURE;
                    default -> Verdict.DO;
                };
            case REKEY_CHILD ->
                switch (mine) {
                    case CLOSING_CHILD, REKEYING_IKE, CLOSING_IKE, ANSWERING_SAME, ANSWERING_IKE ->
                        Verdict.TEMPORARY_FAILURE;
                    case CHILD_UNKNOWN -> Verdict.CHILD_SA_NOT_FOUND;
                    default -> Verdict.DO;
                };
            case DELETE_CHILD ->
                switch (mine) {
                    case CLOSING_CHILD, CHILD_UNKNOWN -> Verdict.WITHOUT_OUR_HALF;
                    default -> Verdict.DO;
                };
            case REKEY_IKE ->
                switch (mine) {
                    case REKEYING_IKE, CHILD_UNKNOWN -> Verdict.DO;
                    default -> Verdict.TEMPORARY_FAILURE;
                };
            case DELETE_IKE -> Verdict.DO;
        };
    }

    private static Verdict stricter(Verdict one, Verdict other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
