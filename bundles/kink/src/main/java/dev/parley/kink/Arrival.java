package dev.parley.kink;

import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Work;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.exchange.Strangers;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KrbErrorPayload;
import dev.parley.kink.peer.Answering;
import dev.parley.kink.peer.Authentic;
import dev.parley.kink.peer.Defaults;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Memory;
import dev.parley.kink.peer.Settings;
import dev.parley.kink.spi.KerberosMechanism;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command or an ACK on its way in. Nobody can say whose it is before its AP-REQ is opened: that is done here, for one datagram, and
 * what is authentic and of our time goes to its peer's negotiation (RFC 4430 section 4.2.1, RFC 4120 section 3.2.3).
 */
final class Arrival implements Negotiation {
    private final Environment environment;
    private Optional<Datagram> datagram = Optional.empty();
    private Optional<Principal> service = Optional.empty();

    Arrival(Environment environment) {
        this.environment = environment;
    }

    @Override
    public List<Effect> handle(Input input) {
        List<Effect> out = new ArrayList<>();
        if (input instanceof Input.Received received && datagram.isEmpty()) {
            datagram = Optional.of(received.datagram());
            received(received.datagram(), received.when(), out);
        } else if (input instanceof Input.WorkDone done) {
            opened(done.outcome(), done.when(), out);
        }
        return out;
    }

    private void received(Datagram arrived, Moment when, List<Effect> out) {
        PayloadRegistry registry = PayloadRegistry.of(environment.catalog());
        Optional<KerberosMechanism> mechanism =
                environment.catalog().all(KerberosMechanism.class).stream().findFirst();
        try {
            Message<KinkHeader> message = KinkMessage.read(arrived.octets(), registry);
            ApReqPayload payload =
                    message.find(ApReqPayload.class).orElseThrow(() -> new WireException("AP_REQ", 0, "is missing"));
            ApRequest request = ApRequest.read(payload.der());
            service = Optional.of(request.service());
            Optional<Policy> policy = policy(arrived, request.service());
            if (policy.isEmpty()) {
                lone(
                        message.header(),
                        when,
                        KerberosError.NOT_US,
                        "no policy of ours is for " + request.service(),
                        out);
            } else if (mechanism.isEmpty()) {
                drop("no-kerberos", "no installed bundle contributes a kerberos-mechanism", out);
            } else {
                Unsealing unsealing = new Unsealing(arrived, message, payload, request, registry);
                out.add(new Effect.Offload(
                        1,
                        Work.waiting(
                                mechanism.get().key(),
                                random -> unsealing.open(mechanism
                                        .get()
                                        .serviceKeys(
                                                request.service(), policy.get().settings())))));
            }
        } catch (WireException malformed) {
            drop("malformed", malformed.getMessage(), out);
        }
    }

    /** Whose keytab to look into. */
    private Optional<Policy> policy(Datagram arrived, Principal wanted) {
        return environment
                .database(PeerAuthorizationDatabase.class)
                .at(KinkProtocol.KEY, arrived.local(), arrived.remote())
                .stream()
                .filter(policy -> Settings.self(policy).filter(wanted::equals).isPresent())
                .findFirst();
    }

    private void opened(Outcome outcome, Moment when, List<Effect> out) {
        if (outcome instanceof Outcome.Failed failed) {
            out.add(new Effect.Emit(new NegotiationEvent(
                    Kind.REFUSED, "no-service-key", failed.why().getMessage())));
            out.add(new Effect.Finish(failed.why().getMessage()));
            return;
        }
        Unsealing.Result result = (Unsealing.Result) ((Outcome.Done) outcome).value();
        if (result instanceof Unsealing.Unauthentic unauthentic) {
            drop("unauthentic", unauthentic.why(), out);
        } else if (result instanceof Unsealing.Unopened unopened) {
            lone(unopened.header(), when, unopened.code(), unopened.why(), out);
        } else if (result instanceof Unsealing.Malformed malformed) {
            answer(malformed.authentic(), when, List.of(new ErrorPayload(ErrorPayload.PROTOERR)), malformed.why(), out);
        } else if (result instanceof Unsealing.Opened opened) {
            judge(opened.authentic(), when, out);
        }
    }

    /** Times, and who it is: what can be said without knowing the peer (RFC 4120 section 3.2.3). */
    private void judge(Authentic command, Moment when, List<Effect> out) {
        ApRequest.Opened proof = command.proof();
        Stamp stamp = proof.stamp();
        long skew = Defaults.SKEW_MILLIS;
        long missedBy = Memory.missedBy(environment, when, stamp);
        if (Math.abs(stamp.millis() - when.wall()) > skew) {
            krbError(
                    command, when, KerberosError.SKEW, "clocks differ by more than " + skew / 60_000 + " minutes", out);
        } else if (when.wall() > 1_000 * proof.end() + skew) {
            krbError(command, when, KerberosError.TKT_EXPIRED, "the ticket has expired", out);
        } else if (proof.invalid() || when.wall() < 1_000 * proof.start() - skew) {
            krbError(
                    command,
                    when,
                    KerberosError.TKT_NYV,
                    "the ticket is not valid yet: the clock of " + service.orElseThrow()
                            + " is behind the KDC's, set it",
                    out);
        } else if (proof.unvouched(service.orElseThrow())) {
            krbError(command, when, KerberosError.PATH_NOT_ACCEPTED, "no KDC has checked the way between realms", out);
        } else if (missedBy >= Defaults.IN_FLIGHT_MILLIS) {
            krbError(command, when, KerberosError.SKEW, "the authenticator is older than our memory", out);
        } else if (missedBy > 0) {
            proof.key().close();
            drop("before-our-time", "its authenticator is older than our memory: it may be a replay", out);
        } else if (command.heard().header().doi() != IpsecDoi.NUMBER) {
            answer(
                    command,
                    when,
                    List.of(new ErrorPayload(ErrorPayload.INVDOI)),
                    "DOI " + command.heard().header().doi() + " is not known",
                    out);
        } else if (KinkPeer.policies(
                        environment.database(PeerAuthorizationDatabase.class), service.orElseThrow(), proof.client())
                .isEmpty()) {
            Optional<List<Payload>> refusal = Strangers.answer(command.heard());
            if (refusal.isPresent()) {
                answer(command, when, refusal.get(), "no policy of ours is for " + proof.client(), out);
            } else {
                proof.key().close();
                drop("stranger", "no policy of ours is for " + proof.client(), out);
            }
        } else {
            out.add(new Effect.Forward(KinkPeer.key(service.orElseThrow(), proof.client()), command));
            out.add(new Effect.Finish(Effect.Finish.HANDED_ON, "handed to the negotiation with " + proof.client()));
        }
    }

    private void krbError(Authentic command, Moment when, int code, String why, List<Effect> out) {
        answer(
                command,
                when,
                List.of(error(code, when, Optional.of(command.proof().stamp()), why)),
                KerberosError.name(code) + ": " + why,
                out);
    }

    private KrbErrorPayload error(int code, Moment when, Optional<Stamp> client, String why) {
        return new KrbErrorPayload(
                new KerberosError(code, client, Stamp.ofMillis(when.wall()), service.orElseThrow(), why).der());
    }

    /** Says no under the session key, and keeps nothing. An ACK is not answered (RFC 4430 section 3). */
    private void answer(Authentic command, Moment when, List<Payload> payloads, String why, List<Effect> out) {
        if (command.heard().header().type() != KinkMessageType.ACK) {
            KinkPeer stranger = new KinkPeer(
                    environment, service.orElseThrow(), command.proof().client());
            stranger.at(when);
            out.addAll(new Answering(stranger, command).reply(payloads));
        }
        out.add(new Effect.Emit(new NegotiationEvent(
                Kind.REFUSED, "command-refused", command.proof().client() + ": " + why)));
        command.proof().key().close();
        out.add(new Effect.Finish(why));
    }

    /** Says no where no key is at hand (section 6.3). */
    private void lone(KinkHeader header, Moment when, int code, String why, List<Effect> out) {
        if (header.type() != KinkMessageType.ACK) {
            Datagram from = datagram.orElseThrow();
            PayloadRegistry registry = PayloadRegistry.of(environment.catalog());
            List<Payload> payloads = List.of(new KrbErrorPayload(
                    new KerberosError(code, Optional.empty(), Stamp.ofMillis(when.wall()), service.orElseThrow(), "")
                            .der()));
            out.add(new Effect.Send(from.reply(KinkMessage.unsummed(
                    KinkMessageType.REPLY, header.doi(), header.xid(), false, payloads, registry))));
        }
        out.add(new Effect.Emit(new NegotiationEvent(
                Kind.REFUSED,
                "command-refused",
                KerberosError.name(code) + " to " + datagram.orElseThrow().remote() + ": " + why)));
        out.add(new Effect.Finish(why));
    }

    private void drop(String name, String why, List<Effect> out) {
        out.add(new Effect.Emit(new NegotiationEvent(Kind.IGNORED, name, why)));
        out.add(new Effect.Finish(why));
    }
}
