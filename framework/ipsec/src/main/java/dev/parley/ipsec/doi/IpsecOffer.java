package dev.parley.ipsec.doi;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A policy's suites as proposals (RFC 2408 section 4.2, RFC 2407 section 4.5). A suite with a cipher is ESP, one without is AH;
 * suites that are to hold together become proposals of one number, alternatives of one protocol transforms of one proposal.
 */
public final class IpsecOffer {
    /**
     * What all transforms of an offer say alike.
     *
     * @param group of the key exchange that goes with the offer; the same in all of it (RFC 2409 section 5.5)
     */
    public record Terms(Encapsulation encapsulation, OptionalInt group, OptionalLong seconds, OptionalLong kilobytes) {
        /** For so many seconds, without a key exchange of its own. */
        public static Terms of(Encapsulation encapsulation, long seconds) {
            return new Terms(encapsulation, OptionalInt.empty(), OptionalLong.of(seconds), OptionalLong.empty());
        }

        /** The same beside a key exchange in {@code number}. */
        public Terms group(int number) {
            return new Terms(encapsulation, OptionalInt.of(number), seconds, kilobytes);
        }

        /** The same, for so much traffic at most. */
        public Terms kilobytes(long most) {
            return new Terms(encapsulation, group, seconds, OptionalLong.of(most));
        }
    }

    private IpsecOffer() {}

    /**
     * Proposals numbered from 1.
     *
     * @param alternatives best first, each a list of suites that hold together; of one list each is of another protocol
     * @param spi our SPI for a protocol
     * @throws IllegalArgumentException an algorithm has no number here and the policy gives it none
     */
    public static List<Proposal> of(List<List<Suite>> alternatives, Terms terms, IntFunction<Bytes> spi) {
        List<Proposal> proposals = new ArrayList<>();
        int number = 0;
        for (List<Suite> together : alternatives) {
            Optional<Proposal> widened = widened(proposals, together, terms);
            if (widened.isPresent()) {
                proposals.set(proposals.size() - 1, widened.get());
                continue;
            }
            number++;
            for (Suite suite : together) {
                proposals.add(
                        new Proposal(number, protocol(suite), spi.apply(protocol(suite)), transforms(suite, terms, 0)));
            }
        }
        return proposals;
    }

    /**
     * All that a child's policy allows, best first: its modes and in each its suites.
     *
     * @param travels what a mode is on this path
     * @param group of the key exchange that goes with it
     * @throws IllegalArgumentException an algorithm has no number here, or there is no suite
     */
    public static List<Proposal> of(
            ChildPolicy child, Function<Mode, Encapsulation> travels, OptionalInt group, Bytes spi) {
        long seconds = child.lifetimeSeconds() == 0 ? IpsecTransform.DEFAULT_SECONDS : child.lifetimeSeconds();
        List<List<Suite>> suites = child.suites().stream().map(List::of).toList();
        List<Proposal> all = new ArrayList<>();
        for (Mode mode : child.modes()) {
            Terms terms = Terms.of(travels.apply(mode), seconds);
            int before = all.isEmpty() ? 0 : all.get(all.size() - 1).number();
            of(suites, group.isPresent() ? terms.group(group.getAsInt()) : terms, protocol -> spi)
                    .forEach(proposal -> all.add(new Proposal(
                            before + proposal.number(), proposal.protocol(), proposal.spi(), proposal.transforms())));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("child " + child.name() + " has no suites");
        }
        return List.copyOf(all);
    }

    /** The protocol that a suite is for. */
    public static int protocol(Suite suite) {
        return suite.encryption().isEmpty() ? ProtocolId.AH : ProtocolId.ESP;
    }

    /** The last proposal with the transforms of {@code together} too, if both are one protocol alone. */
    private static Optional<Proposal> widened(List<Proposal> proposals, List<Suite> together, Terms terms) {
        if (proposals.isEmpty() || together.size() != 1) {
            return Optional.empty();
        }
        Proposal last = proposals.get(proposals.size() - 1);
        long members = proposals.stream()
                .filter(proposal -> proposal.number() == last.number())
                .count();
        if (members != 1 || last.protocol() != protocol(together.get(0))) {
            return Optional.empty();
        }
        List<Transform> transforms = new ArrayList<>(last.transforms());
        transforms.addAll(transforms(together.get(0), terms, transforms.size()));
        return Optional.of(new Proposal(last.number(), last.protocol(), last.spi(), transforms));
    }

    private static List<Transform> transforms(Suite suite, Terms terms, int before) {
        List<Transform> transforms = new ArrayList<>();
        int protocol = protocol(suite);
        for (Optional<Algorithm> cipher : orNone(suite.encryption())) {
            for (Optional<Algorithm> integrity : orNone(suite.integrity())) {
                transforms.add(new IpsecTransform(
                                protocol,
                                cipher,
                                integrity,
                                Optional.of(terms.encapsulation()),
                                terms.group(),
                                terms.seconds(),
                                terms.kilobytes())
                        .transform(before + transforms.size() + 1));
            }
        }
        return transforms;
    }

    private static List<Optional<Algorithm>> orNone(List<Algorithm> algorithms) {
        return algorithms.isEmpty()
                ? List.of(Optional.empty())
                : algorithms.stream().map(Optional::of).toList();
    }
}
