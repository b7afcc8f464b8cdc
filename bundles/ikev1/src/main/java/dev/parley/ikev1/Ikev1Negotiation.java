package dev.parley.ikev1;

import dev.parley.ikev1.exchange.Ikev1Exchanges;
import dev.parley.ikev1.phase1.Phase1;
import dev.parley.ikev1.phase1.Setting;
import dev.parley.ikev1.sa.Defaults;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ikev1.sa.Notes;
import dev.parley.ikev1.sa.Settings;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.exchange.ExchangeDefinition;
import dev.parley.isakmp.exchange.ExchangeRegistry;
import dev.parley.isakmp.exchange.FrontDoor;
import dev.parley.isakmp.exchange.HeaderCheck;
import dev.parley.isakmp.exchange.HeaderCheck.Fault;
import dev.parley.isakmp.exchange.HeaderCheck.Phase;
import dev.parley.isakmp.exchange.Informational;
import dev.parley.isakmp.exchange.IsakmpExchanges;
import dev.parley.isakmp.exchange.IsakmpFlags;
import dev.parley.isakmp.exchange.IsakmpMessage;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.SaWish;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One ISAKMP SA from its first datagram to its last (RFC 2409): phase 1, and then what is made under it. */
final class Ikev1Negotiation implements Negotiation {
    private final FrontDoor door;
    private final Environment environment;
    private final List<IpsecWish> wishes = new ArrayList<>();
    private final List<Datagram> early = new ArrayList<>();
    private Optional<Phase1> phase1 = Optional.empty();
    private Optional<Standing> standing = Optional.empty();
    private Optional<Setting> setting = Optional.empty();
    private boolean draining;
    private boolean over;
    private long tickets;

    Ikev1Negotiation(FrontDoor door, Environment environment) {
        this.door = door;
        this.environment = environment;
    }

    @Override
    public List<Effect> handle(Input input) {
        List<Effect> out = new ArrayList<>();
        if (over) {
            return out;
        }
        if (input instanceof Input.Received received) {
            received(received.datagram(), received.when(), out);
        } else if (input instanceof Input.TimerExpired expired) {
            expired(expired.timer(), expired.when(), out);
        } else if (input instanceof Input.WorkDone done) {
            boolean taken = phase1.isPresent() && phase1.get().resume(done.ticket(), done.outcome(), out);
            if (!taken && standing.isPresent()) {
                standing.get().resume(done.ticket(), done.outcome(), out);
            }
        } else if (input instanceof Input.Command command) {
            command(command.verb(), command.wish(), out);
        }
        settle(input.when(), out);
        return out;
    }

    private void received(Datagram datagram, Moment when, List<Effect> out) {
        IsakmpHeader header;
        try {
            header = IsakmpHeader.read(new WireReader(datagram.octets()));
        } catch (WireException truncated) {
            return;
        }
        boolean informs = header.exchangeType() == IsakmpExchanges.INFORMATIONAL.number();
        boolean first = header.messageId() == 0;
        Optional<Fault> fault = HeaderCheck.fault(
                header,
                datagram.octets().length(),
                first ? Phase.ONE : Phase.TWO,
                type -> ExchangeRegistry.of(environment.catalog())
                        .find(IsakmpExchanges.MAJOR_VERSION, IpsecDoi.NUMBER, type)
                        .isPresent(),
                type -> true);
        if (fault.isPresent()) {
            out.add(Notes.ignored(fault.get().name(), fault.get().why()));
        } else if (informs && !header.has(IsakmpFlags.ENCRYPTION)) {
            hinted(datagram, when, out);
        } else if (!first) {
            standing.ifPresentOrElse(sa -> sa.receive(header, datagram, when, out), () -> early(datagram, out));
        } else if (phase1.isPresent()) {
            phase1.get().receive(header, datagram, when, out);
        } else {
            respond(header, datagram, when, out);
        }
    }

    /** Who has said the last word of phase 1 goes on at once, and we may still be judging that word. */
    private void early(Datagram datagram, List<Effect> out) {
        if (early.size() < Defaults.MAX_EARLY) {
            early.add(datagram);
        } else {
            out.add(Notes.ignored("too-early", "a message of phase 2 before phase 1 is over"));
        }
    }

    /** Anybody could have sent it: worth telling a person, and believed only if nothing better comes. */
    private void hinted(Datagram datagram, Moment when, List<Effect> out) {
        PayloadRegistry registry = PayloadRegistry.of(environment.catalog());
        try {
            IsakmpMessage message = IsakmpMessage.clear(datagram, when, registry);
            for (NotificationPayload said : Informational.hear(message, registry, (protocol, spi) -> false)
                    .notifications()) {
                String name = NotifyType.name(said.notifyType());
                out.add(Notes.ignored("hint", "the peer, or somebody in its name, says " + name));
                if (NotifyType.isError(said.notifyType())) {
                    phase1.ifPresent(one -> one.hinted(name));
                }
            }
        } catch (WireException malformed) {
            out.add(Notes.ignored("malformed", malformed.getMessage()));
        }
    }

    private void respond(IsakmpHeader header, Datagram datagram, Moment when, List<Effect> out) {
        Bytes cookie = environment.random().bytes(IsakmpHeader.COOKIE_OCTETS);
        try {
            Catalog catalog = environment.catalog();
            IsakmpMessage first = IsakmpMessage.clear(datagram, when, PayloadRegistry.of(catalog));
            Setting here = new Setting(
                    environment,
                    catalog,
                    table(header.exchangeType()),
                    Role.RESPONDER,
                    expected(header, datagram),
                    datagram.local(),
                    datagram.remote(),
                    header.initiatorCookie());
            setting = Optional.of(here);
            out.add(new Effect.Listen(door.cookies(header.initiatorCookie(), cookie)));
            phase1 = Optional.of(Phase1.respond(here, cookie, first, () -> ++tickets, out));
        } catch (WireException malformed) {
            finish(malformed.getMessage(), out);
        } catch (Refusal refusal) {
            out.add(Notes.refused("phase1-refused", refusal));
            int type = refusal.code().map(code -> code.number()).orElse(NotifyType.NO_PROPOSAL_CHOSEN);
            Bytes answer = Informational.clear(header.initiatorCookie(), cookie, IpsecDoi.NUMBER, type);
            out.add(new Effect.Send(datagram.reply(answer)));
            finish(refusal.getMessage(), out);
        }
    }

    private ExchangeDefinition table(int exchangeType) throws Refusal {
        return ExchangeRegistry.of(environment.catalog())
                .find(IsakmpExchanges.MAJOR_VERSION, IpsecDoi.NUMBER, exchangeType)
                .orElseThrow(() -> new Refusal(
                        Blame.LOCAL_FAILURE, "exchange " + exchangeType + " of IKEv1 is not installed now"));
    }

    /** The policies that a peer at this address may mean, which is all that is known of it (RFC 2409 section 5.4). */
    private List<Policy> expected(IsakmpHeader header, Datagram datagram) throws Refusal {
        List<Policy> here = environment
                .database(PeerAuthorizationDatabase.class)
                .at(Ikev1Protocol.KEY, datagram.local(), datagram.remote());
        boolean aggressive = header.exchangeType() == Ikev1Exchanges.AGGRESSIVE.number();
        List<Policy> allowing = here.stream()
                .filter(policy -> !aggressive || Settings.aggressive(policy.settings()))
                .toList();
        if (here.isEmpty()) {
            throw refused(NotifyType.NO_PROPOSAL_CHOSEN, "no IKEv1 peer is expected at " + datagram.remote());
        }
        if (allowing.isEmpty()) {
            throw refused(
                    NotifyType.UNSUPPORTED_EXCHANGE_TYPE,
                    "the peer at " + datagram.remote() + " begins aggressive mode, which lets anybody who listens try"
                            + " secrets out at leisure; a policy that wants it all the same says \"" + Settings.MODE
                            + "\": \"" + Settings.AGGRESSIVE + "\"");
        }
        return allowing;
    }

    private static Refusal refused(int notifyType, String why) {
        return new Refusal(Blame.NO_AGREEMENT, NotifyType.code(notifyType), why);
    }

    private void command(Verb verb, Wish wish, List<Effect> out) {
        if (verb.equals(Verb.DRAIN)) {
            draining = true;
        } else if (wish instanceof SaWish of) {
            standing.ifPresent(sa -> sa.reported(verb, of.sa(), out));
        } else if (!(wish instanceof IpsecWish asked)) {
            out.add(notGranted(wish, "a wish that is not for IPsec"));
        } else if (standing.isPresent()) {
            standing.get().command(verb, asked, out);
        } else if (verb.equals(Verb.DELETE)) {
            out.add(new Effect.Settled(asked, Optional.empty()));
            finish("taken down before it was up", out);
        } else if (!verb.equals(Verb.ESTABLISH)) {
            out.add(notGranted(asked, "connection " + asked.connection() + " is not up yet"));
        } else {
            wishes.add(asked);
            if (phase1.isEmpty()) {
                begin(asked, out);
            }
        }
    }

    private void begin(IpsecWish asked, List<Effect> out) {
        Bytes cookie = environment.random().bytes(IsakmpHeader.COOKIE_OCTETS);
        Policy policy = asked.policy();
        boolean aggressive = Settings.aggressive(policy.settings());
        try {
            Setting here = new Setting(
                    environment,
                    environment.catalog(),
                    table((aggressive ? Ikev1Exchanges.AGGRESSIVE : Ikev1Exchanges.MAIN).number()),
                    Role.INITIATOR,
                    List.of(policy),
                    asked.local(),
                    asked.remote(),
                    cookie);
            setting = Optional.of(here);
            out.add(new Effect.Listen(Ikev1Protocol.connection(asked.connection())));
            out.add(new Effect.Listen(door.initiator(cookie)));
            phase1 = Optional.of(Phase1.initiate(here, () -> ++tickets, out));
        } catch (Refusal refusal) {
            out.add(Notes.refused("phase1-refused", refusal));
            fail(refusal, out);
        }
    }

    private void expired(String timer, Moment when, List<Effect> out) {
        if (Phase1.isTimer(timer)) {
            phase1.ifPresent(one -> one.expired(timer, out));
        } else {
            standing.ifPresent(sa -> sa.expired(timer, when, out));
        }
    }

    /** What follows from this input for the whole. */
    private void settle(Moment when, List<Effect> out) {
        if (over) {
            return;
        }
        if (standing.isEmpty()) {
            phase1.flatMap(Phase1::won).ifPresent(won -> established(won, when, out));
            Optional<Refusal> failure = phase1.flatMap(Phase1::failure);
            if (failure.isPresent()) {
                fail(failure.get(), out);
                return;
            }
        }
        Optional<String> finished = standing.flatMap(Standing::finished);
        if (finished.isPresent()) {
            finish(finished.get(), out);
        } else if (standing.flatMap(sa -> sa.sa().ended()).isPresent()) {
            out.add(new Effect.Forget(
                    Ikev1Protocol.connection(standing.get().sa().policy().name())));
        } else if (draining && standing.map(Standing::idle).orElse(true)) {
            finish("drained", out);
        }
    }

    private void established(Phase1.Won won, Moment when, List<Effect> out) {
        Ikev1Sa sa = new Ikev1Sa(environment, won.established(), won.path(), when.monotonic());
        Standing now = new Standing(sa, () -> ++tickets);
        standing = Optional.of(now);
        Policy policy = sa.policy();
        LaneKey both = door.cookies(sa.initiatorCookie(), sa.responderCookie());
        out.add(new Effect.Listen(both));
        out.add(new Effect.Proven(sa.peer().toString(), policy.name(), sa.role(), sa.cookies()));
        out.add(new Effect.LogKey(
                "ikev1_decryption_table",
                Text.later(() -> sa.initiatorCookie() + "," + sa.encryptionKey().reveal())));
        out.add(new Effect.Emit(new NegotiationEvent(
                Kind.ESTABLISHED, "isakmp-sa", Text.later(() -> "ISAKMP SA with " + sa.peer() + ": " + sa.suite()))));
        out.addAll(now.begin());
        wishes.forEach(wish -> now.command(Verb.ESTABLISH, wish, out));
        wishes.clear();
        early.forEach(datagram -> received(datagram, when, out));
        early.clear();
    }

    private void fail(Refusal why, List<Effect> out) {
        wishes.forEach(wish -> out.add(new Effect.Settled(wish, Optional.of(why))));
        wishes.clear();
        finish(why.getMessage(), out);
    }

    private void finish(String why, List<Effect> out) {
        over = true;
        phase1.ifPresent(Phase1::wipe);
        standing.ifPresent(sa -> sa.sa().keys().wipe());
        Refusal ended = new Refusal(Blame.LOCAL_FAILURE, why);
        wishes.forEach(wish -> out.add(new Effect.Settled(wish, Optional.of(ended))));
        out.add(new Effect.Finish(why));
    }

    private static Effect notGranted(Wish wish, String why) {
        return new Effect.Settled(wish, Optional.of(new Refusal(Blame.LOCAL_FAILURE, why)));
    }

    @Override
    public Map<String, String> facts() {
        return standing.map(sa -> Facts.of(sa.sa()))
                .orElseGet(() -> setting.map(Facts::of).orElse(Map.of()));
    }
}
