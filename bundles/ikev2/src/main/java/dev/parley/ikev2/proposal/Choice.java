package dev.parley.ikev2.proposal;

import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What two offers have in common (RFC 7296 sections 2.7 and 3.3).
 *
 * @param suite by name
 * @param answer the chosen proposal as the responder returns it: the offered number, one transform of each offered type
 * @param theirs the chosen proposal as the peer wrote it, with its SPI
 */
public record Choice(ChosenSuite suite, Proposal answer, Proposal theirs) {
    private static final Transform ESN = Transform.of(TransformType.SN, TransformType.SN_64_BIT);

    /**
     * The responder's choice.
     *
     * @param spi our SPI, for the answer
     * @param preferredKeyExchange the method that the peer has guessed already, which saves a round trip if we accept it
     */
    public static Choice of(
            List<Proposal> offered, int protocol, Offer acceptable, Bytes spi, OptionalInt preferredKeyExchange)
            throws Refusal {
        for (Proposal proposal : offered) {
            for (Offer.Row row : acceptable.rows()) {
                Optional<List<Transform>> chosen =
                        proposal.protocol() == protocol ? match(proposal, row, preferredKeyExchange) : Optional.empty();
                if (chosen.isPresent()) {
                    return new Choice(
                            named(row, chosen.get()),
                            new Proposal(proposal.number(), protocol, spi, chosen.get()),
                            proposal);
                }
            }
        }
        throw new Refusal(
                        Blame.NO_AGREEMENT,
                        NotifyType.code(NotifyType.NO_PROPOSAL_CHOSEN),
                        "no proposal of the peer is acceptable (RFC 7296 section 2.7)")
                .with(explain("the peer offers", offered, "we accept", acceptable.proposals(protocol, Bytes.EMPTY)));
    }

    /** The initiator's check of the responder's choice: one proposal, one transform of each type, all of them ours. */
    public static Choice accept(List<Proposal> answered, int protocol, Offer offered) throws Refusal {
        if (answered.size() == 1 && answered.get(0).protocol() == protocol) {
            Proposal answer = answered.get(0);
            int index = answer.number() - 1;
            if (index >= 0 && index < offered.rows().size()) {
                Offer.Row row = offered.rows().get(index);
                List<Transform> transforms = answer.transforms().stream()
                        .filter(transform -> transform.transformType() != TransformType.INTEG
                                || transform.id() != TransformType.NONE)
                        .toList();
                Set<Integer> types =
                        transforms.stream().map(Transform::transformType).collect(Collectors.toSet());
                if (types.equals(row.types().keySet())
                        && types.size() == transforms.size()
                        && transforms.stream()
                                .allMatch(transform -> row.named(transform).isPresent())) {
                    return new Choice(named(row, transforms), answer, answer);
                }
            }
        }
        throw new Refusal(Blame.PEER_MISBEHAVED, "the peer chose what we did not offer (RFC 7296 section 2.7)")
                .with(explain("the peer chose", answered, "we offered", offered.proposals(protocol, Bytes.EMPTY)));
    }

    /** The number of the chosen key exchange; empty if there is none, or NONE. */
    public OptionalInt keyExchangeNumber() {
        return answer.transforms().stream()
                .filter(each -> each.transformType() == TransformType.KE && each.id() != TransformType.NONE)
                .mapToInt(Transform::id)
                .findFirst();
    }

    /** Both lists in words, and the first difference. */
    public static List<String> explain(String theirs, List<Proposal> one, String ours, List<Proposal> other) {
        List<String> lines = new ArrayList<>();
        one.forEach(proposal -> lines.add(theirs + ": " + describe(proposal)));
        other.forEach(proposal -> lines.add(ours + ": " + describe(proposal)));
        if (other.isEmpty()) {
            lines.add(ours + ": nothing, since no suite of the policy is installed; 'parley plugins' shows what is");
        }
        difference(one, other).ifPresent(difference -> {
            lines.add(difference);
            lines.add("add what the other end has to 'suites' of one end");
        });
        return lines;
    }

    private static Optional<List<Transform>> match(Proposal proposal, Offer.Row row, OptionalInt preferredKeyExchange) {
        Set<Integer> offeredTypes = new TreeSet<>();
        proposal.transforms().forEach(transform -> offeredTypes.add(transform.transformType()));
        List<Transform> chosen = new ArrayList<>();
        for (Map.Entry<Integer, Map<Transform, Algorithm>> type : row.types().entrySet()) {
            Set<Transform> acceptable = type.getValue().keySet();
            Optional<Transform> preferred = preferredKeyExchange.isPresent() && type.getKey() == TransformType.KE
                    ? Optional.of(Transform.of(TransformType.KE, preferredKeyExchange.getAsInt()))
                    : Optional.empty();
            Optional<Transform> found = preferred
                    .filter(transform -> acceptable.contains(transform)
                            && proposal.transforms().contains(transform))
                    .or(() -> firstOf(acceptable, proposal.transforms()));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            chosen.add(found.get());
            offeredTypes.remove(type.getKey());
        }
        for (int extra : offeredTypes) {
            Transform none = Transform.of(extra, TransformType.NONE);
            boolean mayBeNone = extra == TransformType.INTEG || extra == TransformType.KE;
            if (!mayBeNone || !proposal.transforms().contains(none)) {
                return Optional.empty();
            }
            chosen.add(none);
        }
        return Optional.of(chosen);
    }

    private static Optional<Transform> firstOf(Set<Transform> acceptable, List<Transform> offered) {
        for (Transform transform : acceptable) {
            if (offered.contains(transform)) {
                return Optional.of(transform);
            }
        }
        return Optional.empty();
    }

    private static ChosenSuite named(Offer.Row row, List<Transform> chosen) {
        return new ChosenSuite(
                name(row, chosen, TransformType.ENCR).orElseThrow(),
                name(row, chosen, TransformType.INTEG),
                name(row, chosen, TransformType.PRF),
                name(row, chosen, TransformType.KE),
                chosen.contains(ESN) ? SequenceNumbers.EXTENDED : SequenceNumbers.ORDINARY);
    }

    private static Optional<Algorithm> name(Offer.Row row, List<Transform> chosen, int type) {
        for (Transform transform : chosen) {
            if (transform.transformType() == type) {
                return row.named(transform);
            }
        }
        return Optional.empty();
    }

    private static String describe(Proposal proposal) {
        return proposal.transforms().stream().map(Choice::describe).collect(Collectors.joining(" "));
    }

    private static String describe(Transform transform) {
        String name = TransformType.transformName(transform.transformType(), transform.id());
        return transform.keyBits().isPresent()
                ? name + "-" + transform.keyBits().getAsInt()
                : name;
    }

    /** The first transform type in which no proposal of one side meets any of the other. */
    private static Optional<String> difference(List<Proposal> theirs, List<Proposal> ours) {
        for (int type : new int[] {
            TransformType.ENCR, TransformType.PRF, TransformType.INTEG, TransformType.KE, TransformType.SN
        }) {
            Set<String> one = of(theirs, type);
            Set<String> other = of(ours, type);
            if (!one.isEmpty() && !other.isEmpty() && one.stream().noneMatch(other::contains)) {
                return Optional.of("first difference: " + TransformType.name(type) + ": theirs "
                        + String.join(" or ", one) + ", ours " + String.join(" or ", other));
            }
        }
        return Optional.empty();
    }

    private static Set<String> of(List<Proposal> proposals, int type) {
        return proposals.stream()
                .flatMap(proposal -> proposal.transforms().stream())
                .filter(transform -> transform.transformType() == type)
                .map(Choice::describe)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
