package dev.parley.ikev2;

import dev.parley.ikev2.message.ExchangeType;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Captured;
import dev.parley.simulator.Site;
import dev.parley.testkit.FuzzInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Datagrams of somebody without keys to two gateways in one of six states: a responder that is fresh, an initiator that awaits an
 * answer, and so on. The input is the state, then for each datagram an octet that says where to and from whom, and its octets; the
 * world's seed is one, so that the fuzzer knows the SPIs.
 */
public final class FuzzedDoor {
    private static final Bytes STRANGER = Bytes.of(203, 0, 113, 66);
    private static final int TO_B = 0x01;
    private static final int ENCAPSULATED = 0x02;
    private static final int FROM_STRANGER = 0x04;
    private static final int WRONG_LENGTH = 0x08;
    private static final int NO_PAUSE = 0x10;
    private static final int LONG_PAUSE = 0x20;
    private static final int MOST = 40;
    private static final int EXCHANGE_AT = 18;
    private static final int LENGTH_AT = 24;
    private static final int CHECKSUM_OCTETS = 16;
    private static final int HEADER_OCTETS = 28;

    private FuzzedDoor() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        FuzzInput input = new FuzzInput(octets);
        Attack.State[] states = Attack.State.values();
        Attack.State state = states[input.octet() % states.length];
        Worlds worlds = Worlds.seeded(1);
        Attack attack = new Attack(worlds, new Mutations(1, List.of(Bytes.of(0))));
        state.reach(worlds);
        for (int i = 0; i < MOST && input.more(); i++) {
            send(worlds, input.octet(), input.counted());
        }
        attack.expectNoHarm("fuzzed");
        attack.calmDown();
        attack.expectNoHarm("fuzzed, later");
        worlds.world().judge();
        boolean stood = state == Attack.State.ESTABLISHED || state == Attack.State.AWAITS_AUTH;
        if (stood && !worlds.up()) {
            throw new AssertionError(
                    "nobody without keys ends an IKE SA\n" + worlds.world().transcript());
        }
    }

    private static void send(Worlds worlds, int how, Bytes octets) {
        Site target = (how & TO_B) != 0 ? worlds.b() : worlds.a();
        Site other = (how & TO_B) != 0 ? worlds.a() : worlds.b();
        Endpoint local = (how & ENCAPSULATED) != 0 ? target.encapsulated() : target.endpoint();
        Endpoint peer = (how & ENCAPSULATED) != 0 ? other.encapsulated() : other.endpoint();
        Endpoint from = (how & FROM_STRANGER) != 0 ? new Endpoint(STRANGER, 1024, local.encapsulated()) : peer;
        boolean right = (how & WRONG_LENGTH) == 0 && octets.length() >= HEADER_OCTETS;
        worlds.world().forge(from, local, right ? withLength(octets) : octets);
        worlds.world().run((how & NO_PAUSE) != 0 ? 0 : (how & LONG_PAUSE) != 0 ? 2_000 : 1);
    }

    private static Bytes withLength(Bytes octets) {
        return Bytes.concat(octets.slice(0, LENGTH_AT), Bytes.unsigned(octets.length(), 4), octets.from(HEADER_OCTETS));
    }

    /** The fuzzer's world has the same keys as that of the seeds: what proves itself would let him in. */
    private static Bytes unproven(Bytes octets) {
        return octets.at(EXCHANGE_AT) == ExchangeType.IKE_SA_INIT
                ? octets
                : Bytes.concat(octets.slice(0, octets.length() - CHECKSUM_OCTETS), Bytes.zeros(CHECKSUM_OCTETS));
    }

    /** In each state what the two of the same world say to each other, once more, and how recorded conversations begin. */
    static List<Bytes> seeds() {
        Worlds worlds = Worlds.seeded(1);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.b().probe("to-a");
        worlds.world().runUntilQuiet();
        worlds.a().delete("to-b");
        worlds.world().runUntilQuiet();
        List<Bytes> seeds = new ArrayList<>();
        for (Attack.State state : Attack.State.values()) {
            List<Bytes> all = new ArrayList<>(List.of(Bytes.of(state.ordinal())));
            for (Captured captured : worlds.world().capture()) {
                int to = captured.to().address().equals(worlds.b().address()) ? TO_B : 0;
                Bytes one = Bytes.concat(Bytes.of(to), FuzzInput.counted(unproven(captured.octets())));
                seeds.add(Bytes.concat(Bytes.of(state.ordinal()), one));
                all.add(one);
            }
            seeds.add(Bytes.concat(all.toArray(Bytes[]::new)));
        }
        for (RecordedConversation conversation : RecordedConversation.all()) {
            seeds.add(Bytes.concat(Bytes.of(0, TO_B), FuzzInput.counted(conversation.packet(0))));
        }
        return seeds;
    }
}
