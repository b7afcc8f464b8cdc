package dev.parley.ikev1.phase1;

import dev.parley.ikev1.protection.CbcChain;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.ikev1.sa.Ikev1Sa.Established;
import dev.parley.ikev1.sa.Notes;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.exchange.IsakmpFlags;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.exchange.Walk;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.Raw;
import dev.parley.isakmp.negotiation.Candidates;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Phase 1 as a whole (RFC 2409 section 5). Nothing in it is authenticated before its last messages, so every message that might be the
 * real one is followed, as a course of its own, and the first that is proven ends the others.
 */
public final class Phase1 {
    /** Copies of a message that does not open after which a person is told what that means. */
    private static final int TELLING_COPIES = 2;

    private final Setting setting;
    private final LongSupplier tickets;
    private final Candidates<Phase1Line> lines = new Candidates<>(1 + Defaults.MAX_CANDIDATES);
    private final Map<Bytes, Integer> unopened = new HashMap<>();
    private final Set<Bytes> said = new HashSet<>();
    private final List<Phase1Line> losers = new ArrayList<>();
    private Optional<Won> won = Optional.empty();
    private Optional<Refusal> failure = Optional.empty();
    private Optional<String> hint = Optional.empty();
    private Optional<Refusal> last = Optional.empty();
    private int farthest;
    private int forks;

    /** What phase 1 has come to, and how its last message travels. */
    public record Won(Established established, Ikev1Path path) {}

    private Phase1(Setting setting, LongSupplier tickets) {
        this.setting = setting;
        this.tickets = tickets;
    }

    /**
     * Begins one.
     *
     * @param tickets gives a number that the negotiation has not used
     * @throws Refusal there is nothing to offer
     */
    public static Phase1 initiate(Setting setting, LongSupplier tickets, List<Effect> out) throws Refusal {
        Bytes none = Bytes.zeros(IsakmpHeader.COOKIE_OCTETS);
        Phase1Party party = new Phase1Party(setting, none);
        if (party.isMute()) {
            throw new Refusal(
                    Blame.LOCAL_FAILURE,
                    "nothing can be offered for phase 1 of connection "
                            + setting.policies().get(0).name()
                            + ": no suite of its policy has a cipher, a hash and a group that IKEv1 numbers and a"
                            + " bundle provides");
        }
        Phase1 phase1 = new Phase1(setting, tickets);
        Phase1Line root = phase1.root(party, none);
        root.running().apply(root.awaiting().orElseThrow().begin(root), out);
        phase1.remember(out);
        return phase1;
    }

    /**
     * Answers one.
     *
     * @param first the peer's first message
     * @throws Refusal what is wrong with it
     */
    public static Phase1 respond(
            Setting setting, Bytes responderCookie, IsakmpMessage first, LongSupplier tickets, List<Effect> out)
            throws Refusal {
        Phase1 phase1 = new Phase1(setting, tickets);
        Phase1Line root = phase1.root(new Phase1Party(setting, responderCookie), responderCookie);
        phase1.heard(setting, first, out);
        root.running().receive(root, first, out);
        phase1.remember(out);
        return phase1;
    }

    private Phase1Line root(Phase1Party party, Bytes responderCookie) {
        Walk<Phase1Line, Phase1Party> walk =
                Walk.at(new Phase1Stage(setting, this::over), setting.table(), setting.role(), party);
        Phase1Line root = new Phase1Line(
                walk,
                setting.initiatorCookie(),
                responderCookie,
                Ikev1Path.between(setting.local(), setting.remote()),
                tickets);
        lines.admit(root);
        return root;
    }

    private void over(Phase1Line line, Phase1Party party, Established established) {
        won = Optional.of(new Won(established, line.path()));
        losers.addAll(lines.dropIf(other -> other != line));
        party.wipe();
    }

    /** What it has come to; the SA is there. */
    public Optional<Won> won() {
        return won;
    }

    /** Why it has come to nothing. */
    public Optional<Refusal> failure() {
        return failure;
    }

    /** Somebody says what may be wrong; anybody could. */
    public void hinted(String what) {
        hint = Optional.of(what);
    }

    /** Whether {@code timer} is one of phase 1. */
    public static boolean isTimer(String timer) {
        return Phase1Line.isTimer(timer);
    }

    /** A message with Message ID 0. */
    public void receive(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        Bytes octets = datagram.octets();
        for (Phase1Line line : lines.alive()) {
            if (line.running().repeated(octets, out) || line.follows(octets)) {
                return;
            }
        }
        if (said.contains(octets)) {
            out.add(Notes.ignored("reflected", "a message of ours came back"));
        } else if (won.isPresent()) {
            out.add(Notes.ignored("too-late", "a message of phase 1, which is over"));
        } else if (header.has(IsakmpFlags.ENCRYPTION)) {
            encrypted(header, datagram, when, out);
        } else {
            clear(datagram, when, out);
        }
        remember(out);
    }

    private void clear(Datagram datagram, Moment when, List<Effect> out) {
        try {
            IsakmpMessage message = IsakmpMessage.clear(datagram, when, setting.registry());
            Optional<String> unfit = Optional.of("no phase 1 has these cookies");
            boolean followed = false;
            for (Phase1Line line : lines.alive()) {
                Optional<String> reason = unfit(line, message);
                if (reason.isEmpty()) {
                    followed |= follow(line, message, out);
                }
                unfit = reason.or(() -> Optional.empty());
            }
            if (!followed) {
                out.add(Notes.ignored("unexpected", unfit.orElse("there is no room for one more answer")));
            }
        } catch (WireException malformed) {
            out.add(Notes.ignored("malformed", malformed.getMessage()));
        }
    }

    /** Why {@code line} does not await {@code message}; empty if it does. */
    private Optional<String> unfit(Phase1Line line, IsakmpMessage message) {
        Optional<Walk<Phase1Line, Phase1Party>> walk = line.awaiting();
        IsakmpHeader header = message.header();
        if (walk.isEmpty() || !line.concerns(header.initiatorCookie(), header.responderCookie())) {
            return Optional.of("nothing is awaited under these cookies");
        }
        boolean elsewhere = !message.encrypted()
                && !message.datagram().remote().equals(line.path().remote());
        if (elsewhere) {
            return Optional.of("from " + message.datagram().remote() + ", and cookies are bound to who got them (RFC"
                    + " 2408 section 2.5.3)");
        }
        MessageRule rule = walk.get()
                .party()
                .complete(walk.get().table().message(walk.get().next()));
        if (header.exchangeType() != setting.table().number()
                || !rule.protection().allows(message.encrypted())) {
            return Optional.of(
                    "message " + rule.number() + " of " + setting.table().name() + " is due, and this is none");
        }
        return rule.violation(message.payloads(), Phase1::notifyType)
                .map(why ->
                        "message " + rule.number() + " of " + setting.table().name() + ": " + why);
    }

    private void encrypted(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        for (Phase1Line line : lines.alive()) {
            Optional<Walk<Phase1Line, Phase1Party>> walk = line.awaiting();
            boolean able = walk.isPresent()
                    && walk.get().party().hasKeys()
                    && line.concerns(header.initiatorCookie(), header.responderCookie());
            if (able) {
                Optional<IsakmpMessage> message = open(line, walk.get().party(), header, datagram, when);
                if (message.filter(one -> unfit(line, one).isEmpty()).isPresent()) {
                    follow(line, message.get(), out);
                    return;
                }
            }
        }
        doesNotOpen(datagram, out);
    }

    /** What {@code line} reads in it; empty if nothing. Nothing moves yet. */
    private Optional<IsakmpMessage> open(
            Phase1Line line, Phase1Party party, IsakmpHeader header, Datagram datagram, Moment when) {
        try {
            Bytes iv = line.chain(party).next();
            Bytes plain = CbcChain.open(party.algorithms(), party.keys().encryption(), iv, datagram.octets());
            List<Raw> raw = setting.registry().walk(IsakmpPayloads.type(header.nextPayload()), new WireReader(plain));
            return Optional.of(IsakmpMessage.of(header, raw, datagram, when, setting.registry()));
        } catch (WireException | GeneralSecurityException | Refusal garbage) {
            return Optional.empty();
        }
    }

    /** A wrong pre-shared key shows in nothing else. The peer repeats what we do not answer, so it shows soon. */
    private void doesNotOpen(Datagram datagram, List<Effect> out) {
        int copies = unopened.size() > Defaults.MAX_CANDIDATES ? 1 : unopened.merge(datagram.octets(), 1, Integer::sum);
        out.add(Notes.ignored("does-not-open", "an encrypted message of phase 1 does not open"));
        if (copies == TELLING_COPIES && setting.role() == Role.RESPONDER) {
            String why = "the message by which " + datagram.remote()
                    + " proves who it is came twice and does not open: the pre-shared keys of both ends probably"
                    + " differ (RFC 2409 section 5.4)";
            hint = Optional.of("the pre-shared keys of both ends probably differ");
            out.add(Notes.of(Kind.REFUSED, "pre-shared-keys-differ", why));
        }
    }

    /** Begins a course that goes on with {@code message}; whether there was room for it. */
    private boolean follow(Phase1Line line, IsakmpMessage message, List<Effect> out) {
        Phase1Line fork = line.fork(++forks, message.header().responderCookie(), tickets);
        if (!lines.admit(fork)) {
            return false;
        }
        line.followed(message.wire());
        fork.moved(line.path()
                .through(message.datagram().local(), message.datagram().remote()));
        heard(setting, message, out);
        try {
            if (message.encrypted()) {
                Phase1Party party = line.awaiting().orElseThrow().party();
                fork.chain(party).moved(CbcChain.next(party.algorithms(), message.wire()));
            }
            fork.running().receive(fork, message, out);
            settled(fork);
            // who has answered has heard us: what we said need not go again soon
            out.add(new Effect.StartTimer(line.running().timer(), Defaults.HANDSHAKE.after(2)));
        } catch (Refusal refusal) {
            refused(fork, refusal, out);
        }
        return true;
    }

    /**
     * Our own side has answered.
     *
     * @return whether the question was one of phase 1
     */
    public boolean resume(long ticket, Outcome outcome, List<Effect> out) {
        for (Phase1Line line : lines.alive()) {
            if (line.running().awaits(ticket)) {
                try {
                    line.running().resume(outcome, out);
                    settled(line);
                    losers.forEach(
                            lost -> out.add(new Effect.StopTimer(lost.running().timer())));
                    losers.clear();
                } catch (Refusal refusal) {
                    refused(line, refusal, out);
                }
                remember(out);
                return true;
            }
        }
        return false;
    }

    private static void settled(Phase1Line line) {
        if (!line.running().works()) {
            line.settle();
        }
    }

    /** This course is none; if it was the last one, phase 1 has come to nothing, for the reason of the one that came farthest. */
    private void refused(Phase1Line line, Refusal refusal, List<Effect> out) {
        out.add(Notes.refused("phase1-refused", refusal));
        drop(line, refusal, out);
    }

    private void drop(Phase1Line line, Refusal why, List<Effect> out) {
        lines.drop(line);
        out.add(new Effect.StopTimer(line.running().timer()));
        int reached = line.awaiting().map(Walk::next).orElse(0);
        if (reached >= farthest) {
            farthest = reached;
            last = Optional.of(why);
        }
        failure = lines.isEmpty() ? last : Optional.empty();
    }

    /** Its timer has run out. */
    public void expired(String timer, List<Effect> out) {
        for (Phase1Line line : lines.alive()) {
            if (line.running().timer().equals(timer)) {
                boolean believed = hint.isPresent() && line.waited() >= Defaults.PATIENT_SENDINGS;
                if (believed || !line.running().again(out)) {
                    drop(line, unanswered(line), out);
                }
            }
        }
    }

    private Refusal unanswered(Phase1Line line) {
        int last = line.awaiting().map(walk -> walk.next() - 1).orElse(0);
        boolean proof = last == setting.table().length() - 1;
        String why = "the peer does not answer message " + last + " of "
                + setting.table().name()
                + hint.map(what -> "; somebody says " + what)
                        .orElse(proof ? ", which proves who we are: do both ends have the same pre-shared key?" : "");
        return new Refusal(proof ? Blame.AUTHENTICATION_FAILED : Blame.PEER_MISBEHAVED, why);
    }

    /** Nothing more comes of it: what can still be wiped is. */
    public void wipe() {
        lines.alive()
                .forEach(line -> line.awaiting().ifPresent(walk -> walk.party().wipe()));
    }

    /** What we say, so that it is known when it comes back. */
    private void remember(List<Effect> out) {
        for (Effect effect : out) {
            if (effect instanceof Effect.Send send) {
                said.add(send.datagram().octets());
            }
        }
    }

    private void heard(Setting where, IsakmpMessage message, List<Effect> out) {
        out.add(Notes.message(
                Kind.RECEIVED,
                "received",
                where.table().name(),
                message.encrypted() ? "HDR*" : "HDR",
                message.payloads(),
                where.registry()));
    }

    private static OptionalInt notifyType(Payload payload) {
        return payload instanceof NotificationPayload notification
                ? OptionalInt.of(notification.notifyType())
                : OptionalInt.empty();
    }
}
