package dev.parley.isakmp.doi;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a responder takes of an offer, and whether an answer takes what was offered (RFC 2408 section 4.2). Proposals with one
 * number are taken together or not at all; of each one transform is taken, and returned as it was offered.
 */
public final class Choice {
    /** Whether who would take {@code acceptable} can take {@code offered}; a DOI's is {@link DomainOfInterpretation#accepts}. */
    @FunctionalInterface
    public interface Acceptance {
        boolean accepts(int protocol, Transform acceptable, Transform offered);
    }

    /** Whether {@code answered} says what was {@code offered}; a DOI's is {@link DomainOfInterpretation#unmodified}. */
    @FunctionalInterface
    public interface Sameness {
        boolean unmodified(int protocol, Transform offered, Transform answered);
    }

    private Choice() {}

    /**
     * The first of the initiator's alternatives that is acceptable, each proposal with one transform, as offered, and the
     * initiator's SPI; empty if none is.
     *
     * @param acceptable what we would offer ourselves
     * @throws Refusal the offer is not formed as section 4.2 says: BAD-PROPOSAL-SYNTAX
     */
    public static Optional<List<Proposal>> of(List<Proposal> offered, List<Proposal> acceptable, Acceptance acceptance)
            throws Refusal {
        List<List<Proposal>> ours = alternatives(acceptable);
        for (List<Proposal> alternative : alternatives(offered)) {
            for (List<Proposal> own : ours) {
                Optional<List<Proposal>> taken = take(alternative, own, acceptance);
                if (taken.isPresent()) {
                    return taken;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What was agreed: the answer, in the order of our offer and under its numbers.
     *
     * @throws Refusal the answer takes what was not offered, more than one alternative or more than one transform
     */
    public static List<Proposal> verified(List<Proposal> offered, List<Proposal> answered, Sameness sameness)
            throws Refusal {
        if (answered.stream().anyMatch(proposal -> proposal.transforms().size() != 1)) {
            throw syntax("the answer takes several transforms of one proposal; one is due (RFC 2408 section 4.2)");
        }
        if (answered.stream().mapToInt(Proposal::number).distinct().count() > 1) {
            throw syntax("the answer takes several proposals; one is due (RFC 2408 section 4.2)");
        }
        for (List<Proposal> alternative : alternatives(offered)) {
            Optional<List<Proposal>> taken = take(
                    alternative, answered, (protocol, theirs, ours) -> sameness.unmodified(protocol, ours, theirs));
            if (taken.isPresent()) {
                return alternative.stream().map(ours -> agreed(ours, answered)).toList();
            }
        }
        throw new Refusal(
                Blame.PEER_MISBEHAVED,
                NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN),
                "the answer takes a proposal that was not offered (RFC 2408 section 4.2)");
    }

    /**
     * Proposals by number, in order.
     *
     * @throws Refusal numbers do not grow: BAD-PROPOSAL-SYNTAX
     */
    public static List<List<Proposal>> alternatives(List<Proposal> proposals) throws Refusal {
        List<List<Proposal>> alternatives = new ArrayList<>();
        int before = -1;
        for (Proposal proposal : proposals) {
            if (proposal.number() < before) {
                throw syntax("Proposal # " + proposal.number() + " comes after " + before
                        + "; numbers grow (RFC 2408 section 4.2)");
            }
            if (proposal.number() > before) {
                alternatives.add(new ArrayList<>());
            }
            alternatives.get(alternatives.size() - 1).add(proposal);
            before = proposal.number();
            growing(proposal);
        }
        return alternatives;
    }

    private static void growing(Proposal proposal) throws Refusal {
        int before = -1;
        for (Transform transform : proposal.transforms()) {
            if (transform.number() <= before) {
                throw syntax("Transform # " + transform.number() + " comes after " + before
                        + "; numbers grow (RFC 2408 section 4.2)");
            }
            before = transform.number();
        }
    }

    /** Of {@code offered}, for each protocol the first transform that {@code own} takes; empty if their protocols differ. */
    private static Optional<List<Proposal>> take(List<Proposal> offered, List<Proposal> own, Acceptance acceptance) {
        if (offered.size() != own.size()) {
            return Optional.empty();
        }
        List<Proposal> taken = new ArrayList<>();
        for (Proposal proposal : offered) {
            Optional<Transform> transform = own.stream()
                    .filter(ours -> ours.protocol() == proposal.protocol())
                    .findFirst()
                    .flatMap(ours -> first(proposal, ours, acceptance));
            boolean twice = taken.stream().anyMatch(other -> other.protocol() == proposal.protocol());
            if (transform.isEmpty() || twice) {
                return Optional.empty();
            }
            taken.add(proposal.taken(proposal.spi(), transform.get()));
        }
        return Optional.of(List.copyOf(taken));
    }

    private static Optional<Transform> first(Proposal offered, Proposal own, Acceptance acceptance) {
        return offered.transforms().stream()
                .filter(transform -> own.transforms().stream()
                        .anyMatch(ours -> acceptance.accepts(offered.protocol(), ours, transform)))
                .findFirst();
    }

    private static Proposal agreed(Proposal offered, List<Proposal> answered) {
        Proposal answer = answered.stream()
                .filter(proposal -> proposal.protocol() == offered.protocol())
                .findFirst()
                .orElseThrow();
        return new Proposal(offered.number(), offered.protocol(), answer.spi(), answer.transforms());
    }

    private static Refusal syntax(String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(NotifyType.BAD_PROPOSAL_SYNTAX), why);
    }
}
