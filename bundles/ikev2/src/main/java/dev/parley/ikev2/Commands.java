package dev.parley.ikev2;

import dev.parley.ikev2.exchange.CreateChildInitiator.CreateChild;
import dev.parley.ikev2.exchange.InformationalInitiator;
import dev.parley.ikev2.exchange.RekeyIkeInitiator.RekeyIke;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;

/** What a person or the host may ask of an established IKE SA. */
final class Commands {
    private Commands() {}

    static void carryOut(Verb verb, IpsecWish asked, Line line, List<Effect> out) {
        Optional<ChildSa> child = asked.child().flatMap(line.sa().children()::named);
        if (verb.equals(Verb.PROBE)) {
            line.tasks().open(new InformationalInitiator.Liveness(Optional.of(asked)), out);
        } else if (verb.equals(Verb.DELETE) && asked.child().isEmpty()) {
            line.tasks().open(new InformationalInitiator.DeleteIke("taken down", Optional.of(asked)), out);
        } else if (verb.equals(Verb.DELETE)
                && (child.isPresent() || line.tasks().makes(asked.child().get()))) {
            line.tasks().open(new InformationalInitiator.TakeDown(asked.child().get(), Optional.of(asked)), out);
        } else if (verb.equals(Verb.DELETE)) {
            out.add(refused(asked, "connection " + asked.connection() + " has no such child up"));
        } else if (verb.equals(Verb.REKEY) && asked.child().isEmpty()) {
            line.tasks().open(RekeyIke.first(Optional.of(asked)), out);
        } else if (verb.equals(Verb.REKEY) && child.isPresent()) {
            rekey(asked, line, child.get(), out);
        } else if (verb.equals(Verb.REKEY)) {
            out.add(refused(asked, "connection " + asked.connection() + " has no such child up"));
        } else if (verb.equals(Verb.ESTABLISH)) {
            establish(asked, line, child, out);
        } else {
            out.add(refused(asked, "IKEv2 does not know how to " + verb.name()));
        }
    }

    private static void rekey(IpsecWish asked, Line line, ChildSa child, List<Effect> out) {
        asked.policy()
                .child(child.name())
                .ifPresentOrElse(
                        policy -> line.tasks().open(CreateChild.replacing(policy, child, Optional.of(asked)), out),
                        () -> out.add(refused(asked, "the policy has no child " + child.name() + " any more")));
    }

    /** What is up already is a wish come true; a child that is not is made on the IKE SA that there is. */
    private static void establish(IpsecWish asked, Line line, Optional<ChildSa> child, List<Effect> out) {
        Optional<ChildPolicy> missing = asked.child()
                .map(asked.policy()::child)
                .orElseGet(() -> asked.policy().children().stream()
                        .filter(each -> line.sa().children().all().stream()
                                .noneMatch(made -> made.name().equals(each.name())))
                        .findFirst());
        if (child.isPresent() || missing.isEmpty()) {
            out.add(new Effect.Settled(asked, Optional.empty()));
        } else {
            line.tasks().open(CreateChild.fresh(missing.get(), Optional.of(asked)), out);
        }
    }

    /** A wish that does not come true. */
    static Effect refused(Wish wish, String why) {
        return new Effect.Settled(wish, Optional.of(new Refusal(Blame.LOCAL_FAILURE, why)));
    }
}
