package dev.parley.ikev2.exchange;

import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.Defaults;
import dev.parley.ikev2.sa.IkeExchange;
import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Rekeying;
import dev.parley.ikev2.sa.Timers;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Working;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers CREATE_CHILD_SA: a new child, a child's replacement, or the IKE SA's (RFC 7296 sections 1.3 and 2.25). */
public final class CreateChildResponder {
    private CreateChildResponder() {}

    /** A request of the peer, who is authenticated. */
    public record AwaitCreateChildRequest() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage request) throws Refusal {
            boolean ike = request.need(SaPayload.class, "SA").proposals().stream()
                    .anyMatch(proposal -> proposal.protocol() == ProtocolId.IKE);
            if (ike) {
                return RekeyIkeResponder.answer(sa, request);
            }
            Optional<NotifyPayload> rekey = request.notification(NotifyType.REKEY_SA);
            Optional<ChildSa> old = rekey.flatMap(named -> sa.children().to(named.spi()));
            long id = request.header().messageId();
            if (crowded(sa, id, rekey.isPresent())) {
                return refuse(sa, request, NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS));
            }
            Optional<NotifyPayload> crossing = crossing(sa, request, rekey, old);
            if (crossing.isPresent()) {
                return refuse(sa, request, crossing.get());
            }
            sa.rekeying()
                    .answers(
                            id,
                            old.<Rekeying.Doing>map(child -> new Rekeying.Doing.Child(child.inboundSpi()))
                                    .orElseGet(Rekeying.Doing.Creating::new));
            return choose(sa, request, old);
        }
    }

    /** A peer that replaces a child has two of it for a while, but not one more for each time it asks. */
    private static boolean crowded(IkeSa sa, long id, boolean replaces) {
        int children =
                sa.children().all().size() + sa.rekeying().theirsBeside(id).size();
        return children >= (replaces ? 2 * Defaults.MAX_CHILDREN : Defaults.MAX_CHILDREN);
    }

    /** What to answer instead of a child, if what we are doing does not allow one. Asked again after work. */
    private static Optional<NotifyPayload> crossing(
            IkeSa sa, IkeMessage request, Optional<NotifyPayload> rekey, Optional<ChildSa> old) {
        Collisions.Asked asked = rekey.isPresent() ? Collisions.Asked.REKEY_CHILD : Collisions.Asked.CREATE_CHILD;
        return switch (Collisions.judge(asked, Collisions.mine(sa, request, asked, old))) {
            case TEMPORARY_FAILURE -> Optional.of(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE));
            case CHILD_SA_NOT_FOUND -> Optional.of(unknown(sa, rekey.orElseThrow()));
            default -> Optional.empty();
        };
    }

    /** Section 2.25; but while we await an answer it may be the child of that answer, which the peer has already. */
    private static NotifyPayload unknown(IkeSa sa, NotifyPayload rekey) {
        return sa.rekeying().makingChild()
                ? NotifyPayload.of(NotifyType.TEMPORARY_FAILURE)
                : new NotifyPayload(ProtocolId.ESP, rekey.spi(), NotifyType.CHILD_SA_NOT_FOUND, Bytes.EMPTY);
    }

    /** The usual answer of an exchange that makes nothing; the IKE SA stands. */
    static Step<IkeSa, IkeMessage> refuse(IkeSa sa, IkeMessage request, NotifyPayload notification) throws Refusal {
        return IkeExchange.done(sa.answer(request, List.of(notification)));
    }

    private record Chosen(IkeMessage request, Optional<ChildSa> old, ChildChoice child, Bytes nr) {
        Optional<NotifyPayload> crossing(IkeSa sa) {
            Optional<NotifyPayload> rekey = request.notification(NotifyType.REKEY_SA);
            return CreateChildResponder.crossing(
                    sa, request, rekey, rekey.flatMap(named -> sa.children().to(named.spi())));
        }
    }

    private static Step<IkeSa, IkeMessage> choose(IkeSa sa, IkeMessage request, Optional<ChildSa> old) throws Refusal {
        ChildChoice child = ChildChoice.of(
                sa, sa.path(), sa.policy().orElseThrow(), sa.peer().orElseThrow(), request, old);
        Bytes nr = sa.environment().random().bytes(Defaults.NONCE_OCTETS);
        Chosen chosen = new Chosen(request, old, child, nr);
        if (child.choice().keyExchangeNumber().isEmpty()) {
            return install(sa, chosen, Optional.empty(), Optional.empty());
        }
        int group = child.choice().keyExchangeNumber().getAsInt();
        Optional<KePayload> ke = request.find(KePayload.class);
        if (ke.isEmpty() || ke.get().group() != group) {
            return refuse(sa, request, NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, Bytes.unsigned(group, 2)));
        }
        return Step.to(Working.<IkeSa, IkeMessage, KeyExchanges.Answered>start(
                        KeyExchanges.answer(
                                sa, child.choice().suite().keyExchange().orElseThrow(), ke.get()),
                        answered -> {
                            try (SharedSecret secret = answered.secret()) {
                                return install(sa, chosen, Optional.of(secret), Optional.of(answered.payload()));
                            }
                        })
                .orElse(refusal -> {
                    throw KeyExchanges.unsound(refusal);
                }));
    }

    private static Step<IkeSa, IkeMessage> install(
            IkeSa sa, Chosen chosen, Optional<SharedSecret> secret, Optional<KePayload> ke) throws Refusal {
        Optional<NotifyPayload> crossing = chosen.crossing(sa);
        if (crossing.isPresent()) {
            return refuse(sa, chosen.request(), crossing.get());
        }
        Bytes ni = chosen.request().need(NoncePayload.class, "Ni").nonce();
        ChildSa made = ChildCreation.pair(
                sa, sa.path(), secret, ni, chosen.nr(), chosen.child().agreed());
        List<Payload> answer = new ArrayList<>(chosen.child().payloads());
        answer.add(new NoncePayload(chosen.nr()));
        ke.ifPresent(answer::add);
        sa.children().added(made);
        return Step.to(Working.<IkeSa, IkeMessage>change(made.placed(), List.of(), done -> {
                    Optional<NotifyPayload> late =
                            sa.children().from(made.inboundSpi()).isPresent()
                                    ? chosen.crossing(sa)
                                    : Optional.of(NotifyPayload.of(NotifyType.TEMPORARY_FAILURE));
                    if (late.isPresent()) {
                        sa.children().removed(made);
                        return Step.to(Working.change(
                                List.of(), made.both(), removed -> refuse(sa, chosen.request(), late.get())));
                    }
                    List<Effect> effects = new ArrayList<>(sa.answer(chosen.request(), answer));
                    chosen.old().ifPresent(old -> replaced(sa, old, made, CreateChildInitiator.lower(ni, chosen.nr())));
                    effects.addAll(Established.child(sa, made));
                    chosen.old()
                            .ifPresent(old -> effects.add(new Effect.StartTimer(
                                    Timers.CHILD_LIFETIME + old.inboundSpi(), Defaults.REPLACED_MILLIS)));
                    return IkeExchange.done(effects);
                })
                .orElse(refusal -> {
                    sa.children().removed(made);
                    throw new Refusal(
                            Blame.LOCAL_FAILURE, NotifyType.code(NotifyType.TEMPORARY_FAILURE), refusal.getMessage());
                }));
    }

    /** The peer will delete the old child, unless we are replacing it too: then the nonces decide (section 2.8.1). */
    private static void replaced(IkeSa sa, ChildSa old, ChildSa made, Bytes lowestNonce) {
        if (sa.rekeying().replacing(old.inboundSpi())) {
            sa.rekeying().crossed(old.inboundSpi(), new Rekeying.Crossing<>(lowestNonce, made));
        } else {
            sa.children().superseded(old);
        }
    }
}
