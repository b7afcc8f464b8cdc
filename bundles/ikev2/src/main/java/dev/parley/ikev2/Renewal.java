package dev.parley.ikev2;

import dev.parley.ikev2.exchange.Established;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Settings;
import dev.parley.ikev2.sa.Timers;
import dev.parley.ipsec.IpsecWish;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Wish;
import java.util.List;
import java.util.Optional;

/** What a negotiation does about reauthentication (RFC 7296 section 2.8.3): it may be the old one, the new one, or neither. */
final class Renewal {
    private static final String TAKEN_DOWN = "taken down";

    private final IkeNegotiation negotiation;
    private Optional<Reauthentication> old = Optional.empty();
    private Optional<Newcomer> newcomer = Optional.empty();

    Renewal(IkeNegotiation negotiation) {
        this.negotiation = negotiation;
    }

    /** The old one: asks for a new IKE SA beside this one, which stands. */
    void begin(Optional<Wish> asked, List<Effect> out) {
        if (old.filter(running -> running.takes(asked)).isPresent()) {
            old = old.map(running -> running.alsoFor(asked));
            return;
        }
        if (old.isPresent() || newcomer.isPresent()) {
            asked.ifPresent(wish -> out.add(Commands.refused(
                    wish, "connection " + wish.connection() + " is being reauthenticated: wait until that has ended")));
            return;
        }
        negotiation.established().ifPresent(sa -> {
            old = Optional.of(Reauthentication.of(sa, asked));
            out.addAll(old.get().begin());
        });
    }

    /** The old one: it is time to begin, or what was begun has led to nothing. */
    void due(List<Effect> out) {
        if (old.isEmpty()) {
            begin(Optional.empty(), out);
            return;
        }
        String late = "no new IKE SA is there after " + Defaults.REAUTHENTICATION_MILLIS / 1000 + " s";
        out.add(old.get().unwanted(late));
        ended(new Reauthentication.Ended(Optional.of(new Refusal(Blame.LOCAL_FAILURE, late))), out);
    }

    /** The old one: the new one stands, and this one goes; or it will not be, and this one stays and tries again. */
    void ended(Reauthentication.Ended how, List<Effect> out) {
        if (old.isEmpty()) {
            return;
        }
        Reauthentication mine = old.get();
        old = Optional.empty();
        out.addAll(mine.over());
        if (how.failure().isEmpty()) {
            negotiation.dispose("a new IKE SA is there", Optional.of(mine.wish()), out);
            return;
        }
        out.add(new Effect.Settled(mine.wish(), how.failure()));
        negotiation.established().flatMap(IkeSa::policy).ifPresent(policy -> {
            out.add(new Effect.Listen(Established.connection(policy.name())));
            if (Settings.number(policy.settings(), Settings.REAUTHENTICATE, 0) > 0) {
                out.add(new Effect.StartTimer(Timers.REAUTHENTICATE, Defaults.REAUTHENTICATE_AGAIN_MILLIS));
            }
        });
    }

    /** The new one: what it is to make. */
    List<IpsecWish> arrive(Reauthentication.Begin asked, List<Effect> out) {
        newcomer = Optional.of(new Newcomer(asked));
        out.add(new Effect.Join(asked.group()));
        return newcomer.get().missing();
    }

    /** The new one: whether, after {@code out}, it has all that the old one has, or will not have it and goes again. */
    void judge(List<Effect> out) {
        newcomer.flatMap(each -> each.judge(out)).ifPresent(ended -> {
            newcomer.get().tell(ended, out);
            newcomer = Optional.empty();
            if (ended.failure().isPresent() && negotiation.established().isPresent()) {
                negotiation.dispose("the IKE SA that it was to replace stays", Optional.empty(), out);
            }
        });
    }

    /** Either: a person wants the connection down, so the other one has to go too. */
    void unwanted(List<Effect> out) {
        newcomer.ifPresent(each -> each.tell(new Reauthentication.Unwanted(TAKEN_DOWN), out));
        newcomer = Optional.empty();
        old.ifPresent(each -> {
            out.add(each.unwanted(TAKEN_DOWN));
            out.addAll(each.over());
            out.add(Commands.refused(each.wish(), "taken down before it was reauthenticated"));
        });
        old = Optional.empty();
    }
}
