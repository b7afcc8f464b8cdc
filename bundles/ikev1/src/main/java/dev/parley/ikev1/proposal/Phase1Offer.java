package dev.parley.ikev1.proposal;

import dev.parley.crypto.Cipher;
import dev.parley.crypto.Digest;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.Negotiable;
import dev.parley.crypto.Prf;
import dev.parley.ikev1.spi.Phase1Authentication;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Choice;
import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What we would agree to in phase 1: the transforms of one proposal, best first (RFC 2409 section 5), each with the policy and the
 * algorithms that it stands for.
 */
public final class Phase1Offer {
    /** One transform. */
    private record Row(Policy policy, Phase1Suite suite, Phase1Authentication authentication, Phase1Transform says) {}

    /**
     * What both have agreed on.
     *
     * @param answer the proposal that says so, the transform as it was offered
     * @param seconds lifetime of the SA, the shorter of what was said and what our policy says; 0 for none
     */
    public record Chosen(
            Policy policy,
            Phase1Suite suite,
            Phase1Authentication authentication,
            List<Proposal> answer,
            long seconds) {}

    private final List<Row> rows;

    private Phase1Offer(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** All that {@code policies} allow and {@code catalog} has, as much as one proposal can hold. */
    public static Phase1Offer of(List<Policy> policies, Catalog catalog) {
        List<Row> rows = new ArrayList<>();
        for (Policy policy : policies) {
            for (Phase1Authentication authentication : catalog.all(Phase1Authentication.class)) {
                if (authentication.lacks(policy).isEmpty()) {
                    policy.suites().forEach(suite -> add(rows, policy, suite, authentication, catalog));
                }
            }
        }
        return new Phase1Offer(rows.subList(0, Math.min(rows.size(), Proposal.MAX_TRANSFORMS)));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The group of the first transform, for who has to begin a key exchange before anything is agreed on. */
    public Chosen first() {
        Row row = rows.get(0);
        return chosen(row, row.says, proposals());
    }

    /** The offer; it has something in it. */
    public List<Proposal> proposals() {
        List<Transform> transforms = new ArrayList<>();
        rows.forEach(row -> transforms.add(row.says.transform(transforms.size() + 1)));
        return List.of(new Proposal(1, DomainOfInterpretation.ISAKMP, Bytes.EMPTY, transforms));
    }

    /**
     * What of a peer's offer we take: its first transform that we would have offered too, as it came.
     *
     * @throws Refusal NO-PROPOSAL-CHOSEN with both sides in words, BAD-PROPOSAL-SYNTAX
     */
    public Chosen choose(List<Proposal> offered) throws Refusal {
        if (offered.size() != 1) {
            throw new Refusal(
                    Blame.PEER_MISBEHAVED,
                    NotifyType.code(NotifyType.BAD_PROPOSAL_SYNTAX),
                    "phase 1 has one proposal, not " + offered.size() + " (RFC 2409 section 5)");
        }
        Optional<List<Proposal>> taken =
                rows.isEmpty() ? Optional.empty() : Choice.of(offered, proposals(), Phase1Offer::accepts);
        if (taken.isEmpty()) {
            throw new Refusal(
                            Blame.NO_AGREEMENT,
                            NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN),
                            "nothing that the peer offers for phase 1 is acceptable")
                    .with(compared(offered));
        }
        return agreed(taken.get());
    }

    /**
     * What the peer took of ours.
     *
     * @throws Refusal the answer is not one transform of the offer, unmodified
     */
    public Chosen verify(List<Proposal> answered) throws Refusal {
        return agreed(Choice.verified(proposals(), answered, (protocol, ours, theirs) -> ours.means(theirs)));
    }

    private Chosen agreed(List<Proposal> answer) throws Refusal {
        Phase1Transform says = Phase1Transform.of(answer.get(0).transforms().get(0));
        Row row = rows.stream()
                .filter(each -> each.says.agreesWith(says))
                .findFirst()
                .orElseThrow();
        return chosen(row, says, answer);
    }

    private static Chosen chosen(Row row, Phase1Transform says, List<Proposal> answer) {
        long own = row.policy.lifetimeSeconds();
        long said = says.seconds().orElse(0);
        long seconds = own == 0 || said == 0 ? Math.max(own, said) : Math.min(own, said);
        return new Chosen(row.policy, row.suite, row.authentication, answer, seconds);
    }

    private static boolean accepts(int protocol, Transform acceptable, Transform offered) {
        try {
            return protocol == DomainOfInterpretation.ISAKMP
                    && Phase1Transform.of(acceptable).agreesWith(Phase1Transform.of(offered));
        } catch (Refusal notUnderstood) {
            return false;
        }
    }

    private List<String> compared(List<Proposal> offered) {
        List<String> lines = new ArrayList<>();
        lines.add("the peer offers:");
        offered.forEach(proposal -> proposal.transforms().forEach(each -> lines.add("  " + inWords(each))));
        lines.add(rows.isEmpty() ? "we have nothing to offer: its algorithms are not installed" : "we take:");
        rows.forEach(row -> lines.add("  " + row.says));
        return lines;
    }

    private static String inWords(Transform transform) {
        try {
            return Phase1Transform.of(transform).toString();
        } catch (Refusal notUnderstood) {
            return notUnderstood.getMessage();
        }
    }

    private static void add(
            List<Row> rows, Policy policy, Suite suite, Phase1Authentication authentication, Catalog catalog) {
        for (Algorithm encryption : suite.encryption()) {
            for (Algorithm sized : sizes(encryption, catalog)) {
                for (Algorithm prf : suite.prf()) {
                    for (Algorithm keyExchange : suite.keyExchange()) {
                        row(policy, authentication, sized, prf, keyExchange, catalog)
                                .ifPresent(rows::add);
                    }
                }
            }
        }
    }

    private static Optional<Row> row(
            Policy policy,
            Phase1Authentication authentication,
            Algorithm cipher,
            Algorithm prf,
            Algorithm keyExchange,
            Catalog catalog) {
        OptionalInt encryption = number(catalog, Cipher.class, OakleyAttribute.ENCRYPTION, cipher);
        OptionalInt hash = number(catalog, Prf.class, OakleyAttribute.HASH, prf);
        OptionalInt group = number(catalog, KeyExchangeMethod.class, OakleyAttribute.GROUP, keyExchange);
        Optional<Digest> digest = hash.isEmpty() ? Optional.empty() : digest(catalog, hash.getAsInt());
        if (encryption.isEmpty() || digest.isEmpty() || group.isEmpty()) {
            return Optional.empty();
        }
        Phase1Transform says = new Phase1Transform(
                encryption.getAsInt(),
                cipher.keyBits(),
                hash.getAsInt(),
                authentication.number(),
                group.getAsInt(),
                policy.lifetimeSeconds() == 0 ? OptionalLong.empty() : OptionalLong.of(policy.lifetimeSeconds()),
                OptionalLong.empty());
        Phase1Suite suite = new Phase1Suite(cipher, digest.get().key(), prf, keyExchange, group.getAsInt());
        return Optional.of(new Row(policy, suite, authentication, says));
    }

    /** A cipher under each of its key sizes; one that proves integrity itself has no place in IKEv1. */
    private static List<Algorithm> sizes(Algorithm wanted, Catalog catalog) {
        Optional<Cipher> cipher = catalog.find(Cipher.class, wanted.key()).filter(found -> !found.authenticated());
        if (cipher.isEmpty()) {
            return List.of();
        }
        List<Integer> sizes = cipher.get().keyBits();
        return sizes.stream()
                .filter(bits -> wanted.keyBits().isEmpty() || wanted.keyBits().getAsInt() == bits)
                .map(bits -> bits == 0 ? wanted : new Algorithm(wanted.key(), OptionalInt.of(bits), wanted.number()))
                .toList();
    }

    private static Optional<Digest> digest(Catalog catalog, int hash) {
        return catalog.all(Digest.class).stream()
                .filter(each -> Integer.valueOf(hash).equals(each.codePoints().get(OakleyAttribute.HASH)))
                .findFirst();
    }

    /** The policy's own number, or the one that the algorithm has in this registry. */
    private static <N extends Negotiable> OptionalInt number(
            Catalog catalog, Class<N> point, NumberSpace space, Algorithm wanted) {
        Optional<N> found = catalog.find(point, wanted.key());
        if (found.isEmpty() || wanted.number().isPresent()) {
            return found.isEmpty() ? OptionalInt.empty() : wanted.number();
        }
        Integer number = found.get().codePoints().get(space);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
