package dev.parley.ikev2;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.KeyExchangeRun;
import dev.parley.crypto.SharedSecret;
import dev.parley.engine.CatalogTracker;
import dev.parley.engine.Limits;
import dev.parley.ikev2.keys.IkeAlgorithms;
import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.keys.PreSharedKeyProof;
import dev.parley.ikev2.message.AuthMethod;
import dev.parley.ikev2.message.AuthPayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.IkeMessages;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.KePayload;
import dev.parley.ikev2.message.NoncePayload;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.Proposal;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.SaPayload;
import dev.parley.ikev2.message.TsPayload;
import dev.parley.ikev2.proposal.Choice;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.protection.SkProtection;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireReader;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;

/** A peer that is played by hand against one real gateway: every octet that reaches the gateway is the test's choice. */
final class Puppet {
    /** Longer than the gateway works on a message, shorter than it waits before it repeats one. */
    private static final long PAUSE = 100;

    /** A message that the gateway sent. */
    record Heard(IsakmpHeader header, List<Payload> payloads, Captured captured) {
        <P extends Payload> P first(Class<P> kind) {
            return all(kind).get(0);
        }

        <P extends Payload> List<P> all(Class<P> kind) {
            return payloads.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        List<Integer> notifies() {
            return all(NotifyPayload.class).stream()
                    .map(NotifyPayload::notifyType)
                    .toList();
        }

        boolean response() {
            return header.has(IkeFlags.RESPONSE);
        }
    }

    final World world;
    final Site site;
    final Policy policy;
    final Role role;
    final PayloadRegistry registry = PayloadRegistry.of(List.of(new Ikev2Payloads()));
    final RandomSource random;
    final Catalog catalog;
    final Offer offer;
    Endpoint here;
    Endpoint there;
    Bytes spiI;
    Bytes spiR = Bytes.zeros(IsakmpHeader.COOKIE_OCTETS);
    Bytes espSpi = Bytes.hex("0a0b0c0d");
    Bytes ni;
    Bytes nr;
    Bytes message1;
    Bytes message2;
    IkeAlgorithms algorithms;
    Optional<IkeKeys> keys = Optional.empty();
    private KeyExchangeRun run;
    private Turn.Say<SharedSecret> said;
    private int seen;

    private Puppet(long seed, Role role, Policy policy, World world, Site site) {
        this.role = role;
        this.policy = policy;
        this.world = world;
        this.site = site;
        this.here = policy.local().endpoint();
        this.there = policy.remote().endpoint();
        this.random = new Dice(new Random(seed));
        CatalogTracker tracker = new CatalogTracker();
        tracker.add(new CiphersComponent());
        tracker.add(new OakleyComponent());
        this.catalog = tracker.catalog();
        this.offer = Offer.ike(policy.suites(), catalog);
        this.spiI = random.bytes(IsakmpHeader.COOKIE_OCTETS);
        this.ni = random.bytes(32);
        this.nr = random.bytes(32);
    }

    /** It calls gateway b. */
    static Puppet initiator(long seed) {
        return initiator(seed, policies(), Limits.DEFAULT);
    }

    static Puppet initiator(long seed, Policies policies, Limits limits) {
        World world = Worlds.empty(seed).limits(limits);
        return new Puppet(seed, Role.INITIATOR, policies.a(), world, world.gateway("b", policies.b()));
    }

    /** It calls gateway b of {@code world}, which has {@code others} as well. */
    static Puppet among(World world, long seed, Policies policies, Policy... others) {
        Policy[] all = Stream.concat(Stream.of(policies.b()), Stream.of(others)).toArray(Policy[]::new);
        return new Puppet(seed, Role.INITIATOR, policies.a(), world, world.gateway("b", all));
    }

    /** Gateway a calls it. */
    static Puppet responder(long seed) {
        return responder(seed, policies());
    }

    static Puppet responder(long seed, Policies policies) {
        World world = Worlds.empty(seed);
        return new Puppet(seed, Role.RESPONDER, policies.b(), world, world.gateway("a", policies.a()));
    }

    static Policies policies() {
        return Policies.pair("to-b", "to-a", "a secret of two");
    }

    /** The same peer, about to begin another IKE SA; only one of the two may listen at a time. */
    Puppet again() {
        Puppet again = new Puppet(random.bytes(4).number(0, 4), role, policy, world, site);
        again.espSpi = random.bytes(4);
        again.skip();
        return again;
    }

    /** What the gateway has sent so far was for somebody else. */
    void skip() {
        seen = world.capture().size();
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

    /** What the gateway has sent since it was last asked. */
    List<Heard> heard() {
        List<Captured> all = world.capture();
        List<Heard> heard = new ArrayList<>();
        for (; seen < all.size(); seen++) {
            if (!betweenOthers(all.get(seen))) {
                heard.add(read(all.get(seen)));
            }
        }
        return heard;
    }

    private boolean betweenOthers(Captured captured) {
        return world.sites().stream().map(Site::address).anyMatch(captured.to().address()::equals);
    }

    /** The place in the capture that is heard next. */
    int seen() {
        return seen;
    }

    Heard one(List<Heard> heard) {
        if (heard.size() != 1) {
            throw new AssertionError("one message is due, not " + heard + "\n" + world.transcript());
        }
        return heard.get(0);
    }

    Bytes clear(int exchange, int flags, long id, Payload... payloads) {
        return IkeMessages.clear(spiI, spiR, exchange, flags | ourFlag(), id, List.of(payloads), registry);
    }

    Bytes sealed(int exchange, int flags, long id, Payload... payloads) {
        return sealed(exchange, flags, id, List.of(payloads));
    }

    Bytes sealed(int exchange, int flags, long id, List<Payload> payloads) {
        try {
            return new SkProtection(algorithms, keys.orElseThrow())
                    .seal(
                            new IsakmpHeader(spiI, spiR, 0, 2, 0, exchange, flags | ourFlag(), id, 0),
                            payloads,
                            registry,
                            role,
                            random);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A protected message whose inside is {@code chain}, octet by octet, and begins with a payload of type {@code first}. */
    Bytes sealedChain(int exchange, int flags, long id, int first, Bytes chain) {
        Bytes plaintext = Bytes.concat(chain, Bytes.of(0));
        Bytes iv = random.bytes(algorithms.cipher().ivOctets());
        int body = 4 + iv.length() + plaintext.length() + algorithms.cipher().checksumOctets();
        Bytes front = Bytes.concat(
                spiI,
                spiR,
                Bytes.of(Ikev2Payloads.SK.number(), 0x20, exchange, flags | ourFlag()),
                Bytes.unsigned(id, 4),
                Bytes.unsigned(IsakmpHeader.OCTETS + body, 4),
                Bytes.of(first, 0),
                Bytes.unsigned(body, 2));
        try {
            return Bytes.concat(
                    front, iv, algorithms.cipher().seal(keys.orElseThrow().encryption(role), iv, front, plaintext));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** SAi1, KEi, Ni. */
    Payload[] hello() {
        try {
            run = run(Role.INITIATOR);
            said = (Turn.Say<SharedSecret>) run.initiate(random);
            return new Payload[] {
                new SaPayload(offer.proposals(ProtocolId.IKE, Bytes.EMPTY)),
                new KePayload(group(), said.message().orElseThrow()),
                new NoncePayload(ni)
            };
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** IKE_SA_INIT as the initiator. */
    Heard init() {
        return init(clear(ExchangeType.IKE_SA_INIT, 0, 0, hello()));
    }

    Heard init(Bytes request) {
        message1 = request;
        return agree(one(deliver(request)));
    }

    /** Derives the keys from the gateway's answer to {@link #message1}. */
    Heard agree(Heard answer) {
        try {
            message2 = answer.captured().octets();
            spiR = answer.header().responderCookie();
            nr = answer.first(NoncePayload.class).nonce();
            keyed(run.hear(said.reply(), answer.first(KePayload.class).data()));
            return answer;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** IDi, AUTH, SAi2, TSi, TSr, or the responder's. */
    List<Payload> auth() {
        List<Payload> payloads = new ArrayList<>(proof(policy));
        Offer esp = Offer.esp(policy.children().get(0).suites(), catalog);
        payloads.add(new SaPayload(esp.proposals(ProtocolId.ESP, espSpi)));
        payloads.add(TsPayload.of(role, policy.children().get(0).local()));
        payloads.add(TsPayload.of(role.other(), policy.children().get(0).remote()));
        return payloads;
    }

    /** ID and AUTH of {@code who}. */
    List<Payload> proof(Policy who) {
        IdPayload id = IdPayload.of(role, who.local().identity());
        Bytes proof = PreSharedKeyProof.of(
                algorithms.prf(),
                who.secret().orElseThrow(),
                role == Role.INITIATOR ? message1 : message2,
                role == Role.INITIATOR ? nr : ni,
                registry.body(id),
                keys.orElseThrow().proof(role));
        return List.of(id, new AuthPayload(AuthMethod.SHARED_KEY_MESSAGE_INTEGRITY_CODE, proof));
    }

    /** An initiator that is authenticated, with one child. */
    Puppet connected() {
        init();
        deliver(sealed(ExchangeType.IKE_AUTH, 0, 1, auth()));
        if (site.sad().entries().size() != 2) {
            throw new AssertionError("no child\n" + world.transcript());
        }
        return this;
    }

    /** The gateway's IKE_SA_INIT request. */
    Heard called() {
        site.establish(site.name().equals("a") ? "to-b" : "to-a");
        world.run(PAUSE);
        Heard request = one(heard());
        message1 = request.captured().octets();
        spiI = request.header().initiatorCookie();
        return request;
    }

    /** SAr1, KEr, Nr for {@code request}, under a fresh SPI; the keys are derived. */
    Bytes answer(Heard request) {
        return answerUnder(request, random.bytes(IsakmpHeader.COOKIE_OCTETS));
    }

    /** The same under an SPI of the test's choice. */
    Bytes answerUnder(Heard request, Bytes spi) {
        try {
            spiR = spi;
            nr = random.bytes(32);
            ni = request.first(NoncePayload.class).nonce();
            message1 = request.captured().octets();
            Turn.Agree<SharedSecret> agreed = (Turn.Agree<SharedSecret>) run(Role.RESPONDER)
                    .respond(random, request.first(KePayload.class).data());
            List<Proposal> offered = request.first(SaPayload.class).proposals();
            Proposal chosen = Choice.of(offered, ProtocolId.IKE, offer, Bytes.EMPTY, OptionalInt.of(group()))
                    .answer();
            message2 = clear(
                    ExchangeType.IKE_SA_INIT,
                    IkeFlags.RESPONSE,
                    0,
                    new SaPayload(List.of(chosen)),
                    new KePayload(group(), agreed.message().orElseThrow()),
                    new NoncePayload(nr));
            keyed(agreed);
            return message2;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@link #message2} with {@code more} behind it. */
    Bytes withMore(List<Payload> more) {
        List<Payload> payloads = new ArrayList<>(read(message2));
        payloads.addAll(more);
        message2 = clear(ExchangeType.IKE_SA_INIT, IkeFlags.RESPONSE, 0, payloads.toArray(Payload[]::new));
        return message2;
    }

    private List<Payload> read(Bytes clear) {
        try {
            return registry.decode(
                            new PayloadType(Ikev2Payloads.SPACE, clear.at(16)),
                            new WireReader(clear.from(IsakmpHeader.OCTETS)))
                    .payloads();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A responder that the gateway has called and believes, with one child. */
    Puppet answered() {
        Heard auth = one(deliver(answer(called())));
        if (auth.header().exchangeType() != ExchangeType.IKE_AUTH) {
            throw new AssertionError("IKE_AUTH is due\n" + world.transcript());
        }
        deliver(sealed(ExchangeType.IKE_AUTH, IkeFlags.RESPONSE, 1, auth()));
        if (site.sad().entries().size() != 2) {
            throw new AssertionError("no child\n" + world.transcript());
        }
        return this;
    }

    int group() {
        return offer.keyExchangeNumber(offer.firstKeyExchange().orElseThrow()).orElseThrow();
    }

    /** Whether the gateway still has anything of us. */
    boolean forgotten() {
        return site.gateway().lanes() == 0 && site.sad().entries().isEmpty();
    }

    private void keyed(Turn<SharedSecret> agreed) throws Exception {
        algorithms = Choice.of(
                        offer.proposals(ProtocolId.IKE, Bytes.EMPTY),
                        ProtocolId.IKE,
                        offer,
                        Bytes.EMPTY,
                        OptionalInt.of(group()))
                .suite()
                .resolve(catalog);
        keys = Optional.of(
                IkeKeys.derive(algorithms, ((Turn.Agree<SharedSecret>) agreed).result(), ni, nr, spiI, spiR));
    }

    private KeyExchangeRun run(Role side) {
        KeyExchangeMethod method = catalog.find(
                        KeyExchangeMethod.class,
                        offer.firstKeyExchange().orElseThrow().key())
                .orElseThrow();
        return new KeyExchangeRun(method, side, OptionalInt.of(group()), Map.of());
    }

    private Heard read(Captured captured) {
        try {
            WireReader in = new WireReader(captured.octets());
            IsakmpHeader header = IsakmpHeader.read(in);
            if (header.nextPayload() == Ikev2Payloads.SK.number()) {
                return new Heard(
                        header,
                        new SkProtection(algorithms, keys.orElseThrow())
                                .open(header, captured.octets(), registry, role.other())
                                .payloads(registry),
                        captured);
            }
            return new Heard(
                    header,
                    registry.decode(new PayloadType(Ikev2Payloads.SPACE, header.nextPayload()), in)
                            .payloads(),
                    captured);
        } catch (Exception unreadable) {
            throw new AssertionError("unreadable: " + captured, unreadable);
        }
    }

    private int ourFlag() {
        return role == Role.INITIATOR ? IkeFlags.INITIATOR : 0;
    }

    /** Chance that repeats. */
    private record Dice(Random random) implements RandomSource {
        @Override
        public void fill(byte[] target) {
            random.nextBytes(target);
        }

        @Override
        public RandomSource fork() {
            return new Dice(new Random(random.nextLong()));
        }
    }
}
