package dev.parley.kink;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.doi.Encapsulation;
import dev.parley.ipsec.doi.Identification;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecOffer;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.ipsec.doi.Situations;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.message.Message;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.NoncePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.payload.SaPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.ApReply;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.kerberos.KerberosError;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Stamp;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.message.ApRepPayload;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkHeader;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.message.KrbErrorPayload;
import dev.parley.kink.protection.Sealing;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Chance;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A peer that is played by hand against one real gateway: every octet that reaches the gateway is the test's choice. */
final class Puppet {
    /** Longer than the gateway works on a message, shorter than it waits before it repeats one. */
    private static final long PAUSE = 200;

    /** A message that the gateway sent, opened with the keys that the puppet has. */
    record Heard(KinkHeader header, List<Payload> outside, List<Payload> inside, Captured captured) {
        <P extends Payload> List<P> all(Class<P> kind) {
            return Stream.concat(outside.stream(), inside.stream())
                    .flatMap(payload -> payload instanceof IsakmpPayload isakmp && kind != IsakmpPayload.class
                            ? isakmp.payloads().stream()
                            : Stream.of(payload))
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }

        <P extends Payload> P first(Class<P> kind) {
            return all(kind).get(0);
        }

        /** In each KINK_ISAKMP the notify types, in order. */
        List<List<Integer>> notifies() {
            return all(IsakmpPayload.class).stream()
                    .map(isakmp -> isakmp.payloads().stream()
                            .filter(NotificationPayload.class::isInstance)
                            .map(payload -> ((NotificationPayload) payload).notifyType())
                            .toList())
                    .toList();
        }

        List<Long> errors() {
            return all(ErrorPayload.class).stream().map(ErrorPayload::code).toList();
        }

        Optional<KerberosError> kerberosError() {
            return all(KrbErrorPayload.class).stream().findFirst().map(payload -> {
                try {
                    return KerberosError.read(payload.der());
                } catch (Exception unreadable) {
                    throw new AssertionError(unreadable);
                }
            });
        }

        boolean authentic() {
            return header.checksumOctets() > 0;
        }
    }

    final World world;
    final SimulatedKdc kdc;
    final Site site;
    final Policy policy;
    final Principal self;
    final Principal other;
    final PayloadRegistry registry = Registries.with(new IpsecDoi());
    final Chance random;
    Endpoint here;
    Endpoint there;
    long epoch = 4_000;
    Ticket ticket;
    private Optional<KerberosKey> session = Optional.empty();
    private Stamp last = new Stamp(0, 0);
    private int seen;

    static Puppet of(
            long seed, Policy policy, Principal self, Principal other, World world, SimulatedKdc kdc, Site site) {
        return new Puppet(seed, policy, self, other, world, kdc, site);
    }

    private Puppet(
            long seed, Policy policy, Principal self, Principal other, World world, SimulatedKdc kdc, Site site) {
        this.random = Chance.seeded(seed).fork();
        this.policy = policy;
        this.self = self;
        this.other = other;
        this.world = world;
        this.kdc = kdc;
        this.site = site;
        this.here = policy.local().endpoint();
        this.there = policy.remote().endpoint();
        this.ticket = kdc.issue(self, other);
        this.session = Optional.of(ticket.key());
        skip();
    }

    /** It is {@link Worlds#A} and calls gateway b. */
    static Puppet initiator(long seed) {
        return initiator(seed, Worlds.policies());
    }

    static Puppet initiator(long seed, Policies policies) {
        World world = Worlds.empty(seed);
        SimulatedKdc kdc = new SimulatedKdc(world, Worlds.AES256_SHA1, seed);
        world.with(kdc);
        Site b = world.gateway("b", policies.b());
        b.clock(0);
        world.run(Worlds.SETTLED_MILLIS);
        return new Puppet(seed, policies.a(), Worlds.A, Worlds.B, world, kdc, b);
    }

    /** It is {@link Worlds#B}, and gateway a calls it. */
    static Puppet responder(long seed) {
        return responder(seed, Worlds.policies());
    }

    static Puppet responder(long seed, Policies policies) {
        World world = Worlds.empty(seed);
        SimulatedKdc kdc = new SimulatedKdc(world, Worlds.AES256_SHA1, seed);
        world.with(kdc);
        Site a = world.gateway("a", policies.a());
        a.clock(0);
        world.run(Worlds.SETTLED_MILLIS);
        return new Puppet(seed, policies.b(), Worlds.B, Worlds.A, world, kdc, a);
    }

    /** From now on it shows this ticket. */
    void use(Ticket fresh) {
        ticket = fresh;
        session = Optional.of(fresh.key());
    }

    /** What the gateway has sent so far is not heard any more. */
    void skip() {
        seen = world.capture().size();
    }

    // As initiator.

    /** A stamp that no authenticator of ours has had. */
    Stamp stamp() {
        last = Stamp.ofMillis(world.wall()).after(last);
        return last;
    }

    /** A command, everything in it as it should be. */
    Bytes command(int type, long xid, Payload... inside) {
        return command(type, xid, stamp(), List.of(inside));
    }

    Bytes command(int type, long xid, Stamp stamp, List<Payload> inside) {
        return sealed(type, IpsecDoi.NUMBER, xid, List.of(apReq(stamp)), inside);
    }

    ApReqPayload apReq(Stamp stamp) {
        return new ApReqPayload(epoch, ApRequest.write(ticket, stamp, random));
    }

    Bytes sealed(int type, long doi, long xid, List<Payload> outside, List<Payload> inside) {
        Sealing sealing = new Sealing(session.orElseThrow(), registry);
        List<Payload> all = new ArrayList<>(outside);
        if (!inside.isEmpty()) {
            all.add(sealing.encrypt(inside, random));
        }
        return sealing.summed(type, doi, xid, false, all);
    }

    Bytes create(long xid, Payload... payloads) {
        return command(KinkMessageType.CREATE, xid, IsakmpPayload.of(List.of(payloads)));
    }

    /** SA, Ni, IDci, IDcr for the policy's first child, under this SPI. */
    IsakmpPayload quickMode(String spi) {
        return IsakmpPayload.of(quickModePayloads(spi));
    }

    /** The same for another child. */
    IsakmpPayload quickMode(String spi, ChildPolicy child) {
        List<Payload> payloads = new ArrayList<>(List.of(
                new SaPayload(IpsecDoi.NUMBER, Situations.identityOnly(), proposals(Bytes.hex(spi), child)),
                new NoncePayload(random.bytes(16))));
        payloads.addAll(clients(child));
        return IsakmpPayload.of(payloads);
    }

    List<Payload> quickModePayloads(String spi) {
        return quickMode(spi, child()).payloads();
    }

    SaPayload sa(String spi) {
        return new SaPayload(IpsecDoi.NUMBER, Situations.identityOnly(), proposals(Bytes.hex(spi)));
    }

    List<Proposal> proposals(Bytes spi) {
        return proposals(spi, child());
    }

    private static List<Proposal> proposals(Bytes spi, ChildPolicy child) {
        return IpsecOffer.of(
                child.suites().stream().map(List::of).toList(),
                IpsecOffer.Terms.of(Encapsulation.of(Mode.TUNNEL, false), IpsecTransform.DEFAULT_SECONDS),
                protocol -> spi);
    }

    ChildPolicy child() {
        return policy.children().get(0);
    }

    List<Payload> clients() {
        return clients(child());
    }

    private static List<Payload> clients(ChildPolicy child) {
        try {
            return List.of(
                    Identification.of(child.local().get(0)),
                    Identification.of(child.remote().get(0)));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static DeletePayload delete(String... spis) {
        return new DeletePayload(
                IpsecDoi.NUMBER,
                ProtocolId.ESP,
                IpsecDoi.SPI_OCTETS,
                Stream.of(spis).map(Bytes::hex).toList());
    }

    // As responder.

    /** The gateway's CREATE; its session key is ours from now on. */
    Heard called() {
        site.establish(policy.name().equals("to-a") ? "to-b" : "to-a");
        world.run(PAUSE);
        return one(heard());
    }

    /** An answer to {@code command} with these payloads encrypted. */
    Bytes reply(Heard command, boolean acknowledge, Payload... inside) {
        Sealing sealing = new Sealing(session.orElseThrow(), registry);
        List<Payload> outside = new ArrayList<>(List.of(apRep(command)));
        if (inside.length > 0) {
            outside.add(sealing.encrypt(List.of(inside), random));
        }
        return sealing.summed(
                KinkMessageType.REPLY, IpsecDoi.NUMBER, command.header().xid(), acknowledge, outside);
    }

    ApRepPayload apRep(Heard command) {
        return new ApRepPayload(epoch, ApReply.write(session.orElseThrow(), stampOf(command), random));
    }

    /** The stamp of a command's authenticator. */
    Stamp stampOf(Heard command) {
        return opened(command.first(ApReqPayload.class)).stamp();
    }

    private ApRequest.Opened opened(ApReqPayload payload) {
        try {
            return ApRequest.read(payload.der())
                    .open(kdc.serviceKeys(self, policy.settings()).get(0).key());
        } catch (Exception unopened) {
            throw new AssertionError(unopened);
        }
    }

    KerberosKey session() {
        return session.orElseThrow();
    }

    // Both.

    /** A message without a Cksum. */
    Bytes bare(int type, long xid, Payload... payloads) {
        return KinkMessage.unsummed(type, IpsecDoi.NUMBER, xid, false, List.of(payloads), registry);
    }

    /** Delivers a datagram from {@link #here}; what the gateway sends in the next moment. */
    List<Heard> deliver(Bytes octets) {
        put(octets);
        world.run(PAUSE);
        return heard();
    }

    /** Delivers without letting time pass. */
    void put(Bytes octets) {
        site.gateway().receive(new Datagram(there, here, octets));
    }

    /** What the gateway has sent to us since it was last asked. */
    List<Heard> heard() {
        List<Captured> all = world.capture();
        List<Heard> heard = new ArrayList<>();
        for (; seen < all.size(); seen++) {
            Captured captured = all.get(seen);
            if (captured.from().address().equals(site.address())
                    && captured.to().equals(here)) {
                heard.add(read(captured));
            }
        }
        return heard;
    }

    Heard one(List<Heard> heard) {
        if (heard.size() != 1) {
            throw new AssertionError("one message is due, not " + heard + "\n" + world.transcript());
        }
        return heard.get(0);
    }

    /** Delivers, and opens the one message that is said to it. */
    Heard ask(Bytes octets) {
        return one(deliver(octets));
    }

    private Heard read(Captured captured) {
        try {
            Message<KinkHeader> message = KinkMessage.read(captured.octets(), registry);
            Optional<ApReqPayload> request = message.find(ApReqPayload.class);
            request.ifPresent(payload -> session = Optional.of(opened(payload).key()));
            if (message.header().checksumOctets() == 0) {
                return new Heard(message.header(), message.payloads(), List.of(), captured);
            }
            Sealing sealing = new Sealing(session.orElseThrow(), registry);
            if (!sealing.authentic(message)) {
                throw new AssertionError("the gateway's Cksum is wrong: " + captured);
            }
            return new Heard(message.header(), Sealing.outside(message), sealing.inside(message), captured);
        } catch (Exception unreadable) {
            throw new AssertionError("unreadable: " + captured, unreadable);
        }
    }

    /** Whether the gateway has both SAs of a pair. */
    boolean up() {
        return site.sad().entries().size() == 2;
    }
}
