package dev.parley.isakmp.exchange;

import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One side of an exchange that its table drives (RFC 2408 section 4): awaits the next message of the peer, and goes on with our own
 * until it is the peer's turn again.
 *
 * @param <S> the protocol's Security Association
 * @param <P> who walks
 */
public final class Walk<S, P extends Party<P>> implements Exchange<S, IsakmpMessage> {
    private final Stage<S, P> stage;
    private final ExchangeDefinition table;
    private final Role role;
    private final int next;
    private final P party;

    private Walk(Stage<S, P> stage, ExchangeDefinition table, Role role, int next, P party) {
        this.stage = stage;
        this.table = table;
        this.role = role;
        this.next = next;
        this.party = party;
    }

    /** At the first message of {@code table}; an initiator goes on by {@link #begin}, a responder awaits it. */
    public static <S, P extends Party<P>> Walk<S, P> at(
            Stage<S, P> stage, ExchangeDefinition table, Role role, P party) {
        return new Walk<>(stage, table, role, 1, party);
    }

    /** Says what is ours to say before the peer has spoken. */
    public Step<S, IsakmpMessage> begin(S sa) throws Refusal {
        return proceed(sa, Optional.empty());
    }

    public ExchangeDefinition table() {
        return table;
    }

    public Role role() {
        return role;
    }

    public P party() {
        return party;
    }

    /** The number of the message that is due. */
    public int next() {
        return next;
    }

    @Override
    public Step<S, IsakmpMessage> receive(S sa, IsakmpMessage message) throws Refusal {
        MessageRule rule = party.complete(table.message(next));
        if (message.header().exchangeType() != table.number()) {
            throw refused(
                    NotifyType.INVALID_EXCHANGE_TYPE,
                    "exchange " + table + " is due, not " + message.header().exchangeType());
        }
        if (!rule.protection().allows(message.encrypted())) {
            throw refused(
                    NotifyType.INVALID_FLAGS,
                    "message " + next + " of " + table + " is to be "
                            + (message.encrypted() ? "in the clear" : "encrypted"));
        }
        Optional<String> violation = rule.violation(message.payloads(), Contents::notifyType);
        if (violation.isPresent()) {
            throw refused(NotifyType.PAYLOAD_MALFORMED, "message " + next + " of " + table + ": " + violation.get());
        }
        return at(next + 1, party.take(rule, Contents.of(rule, message))).proceed(sa, Optional.of(this));
    }

    @Override
    public List<Effect> abandon(S sa) {
        return stage.abandon(sa, party);
    }

    /** @param before what stands again if our own side cannot */
    private Step<S, IsakmpMessage> proceed(S sa, Optional<Exchange<S, IsakmpMessage>> before) throws Refusal {
        boolean over = next > table.length();
        if (!over && table.message(next).sender() != role) {
            return Step.to(this);
        }
        Optional<Preparation<P>> due = party.before(next);
        if (due.isPresent()) {
            return Step.to(
                    due.get().working(before, prepared -> at(next, prepared).proceed(sa, before)));
        }
        return over ? stage.over(sa, party) : say(sa, before);
    }

    private Step<S, IsakmpMessage> say(S sa, Optional<Exchange<S, IsakmpMessage>> before) throws Refusal {
        MessageRule rule = party.complete(table.message(next));
        List<Payload> payloads = new ArrayList<>();
        for (Slot slot : rule.slots()) {
            payloads.addAll(party.fill(rule, slot));
        }
        rule.violation(payloads, Contents::notifyType).ifPresent(wrong -> {
            throw new IllegalStateException("our message " + next + " of " + table + ": " + wrong);
        });
        Lockstep.Then then = next == table.length() ? Lockstep.Then.NOTHING : Lockstep.Then.AN_ANSWER;
        List<Effect> effects = new ArrayList<>(stage.say(sa, party, rule, payloads, then));
        Step<S, IsakmpMessage> rest = at(next + 1, party).proceed(sa, before);
        effects.addAll(rest.effects());
        return rest.next().isPresent() ? Step.to(rest.next().get(), effects) : Step.done(effects);
    }

    private Walk<S, P> at(int place, P who) {
        return new Walk<>(stage, table, role, place, who);
    }

    private static Refusal refused(int notifyType, String why) {
        return new Refusal(Blame.PEER_MISBEHAVED, NotifyType.code(notifyType), why);
    }
}
