package dev.parley.ikev2;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.simulator.Policies;
import dev.parley.simulator.Site;
import dev.parley.testkit.FuzzInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of a peer that holds the keys of an established IKE SA (RFC 7296 section 2.21.3). The input is, for each message, an octet
 * that says where to and how, one of exchange type, of Message ID and of first payload type, and what is encrypted.
 */
public final class FuzzedInsider {
    private static final int TO_B = 0x01;
    private static final int RESPONSE = 0x02;
    private static final int LONG_PAUSE = 0x04;
    private static final int UNPADDED = 0x08;
    private static final int RESPONSE_FLAG = 0x20;
    private static final int MOST = 24;
    private static final int EXCHANGE_AT = 18;
    private static final int FLAGS_AT = 19;
    private static final int LAST_OF_MESSAGE_ID_AT = 23;

    private FuzzedInsider() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        FuzzInput input = new FuzzInput(octets);
        Insider insider = new Insider();
        Worlds worlds = Worlds.of(
                Worlds.empty(1).with(() -> List.of(insider)), Policies.pair("to-b", "to-a", "a secret of two"));
        Attack attack = new Attack(worlds, new Mutations(1, List.of(Bytes.of(0))));
        Attack.State.ESTABLISHED.reach(worlds);
        for (int i = 0; i < MOST && input.more(); i++) {
            send(worlds, insider, input, i);
        }
        attack.expectNoHarm("fuzzed");
        attack.calmDown();
        attack.expectNoHarm("fuzzed, later");
        worlds.world().judge();
    }

    private static void send(Worlds worlds, Insider insider, FuzzInput input, int number) {
        int how = input.octet();
        boolean toB = (how & TO_B) != 0;
        int exchange = input.octet();
        int id = input.octet();
        int first = input.octet();
        Bytes plain = input.counted();
        Insider.Inside inside =
                (how & UNPADDED) != 0 ? new Insider.Inside(first, plain) : Insider.Inside.padded(first, plain, 0);
        Bytes message = insider.seal(
                toB,
                exchange,
                (how & RESPONSE) != 0 ? RESPONSE_FLAG : 0,
                id,
                inside,
                Bytes.unsigned(number, Insider.IV_OCTETS));
        Site target = toB ? worlds.b() : worlds.a();
        Site other = toB ? worlds.a() : worlds.b();
        worlds.world().forge(other.endpoint(), target.endpoint(), message);
        worlds.world().run((how & LONG_PAUSE) != 0 ? 2_000 : 20);
    }

    /** What was recorded, a conversation an input, in its order and under its Message IDs, to either end. */
    static List<Bytes> seeds() {
        List<Bytes> seeds = new ArrayList<>();
        for (RecordedConversation conversation : RecordedConversation.all()) {
            for (int to : new int[] {0, TO_B}) {
                List<Bytes> said = new ArrayList<>();
                for (RecordedConversation.Packet packet : conversation.packets()) {
                    Bytes octets = packet.octets();
                    int how = to | ((octets.at(FLAGS_AT) & RESPONSE_FLAG) != 0 ? RESPONSE : 0);
                    conversation
                            .open(octets)
                            .ifPresent(opened -> said.add(Bytes.concat(
                                    Bytes.of(
                                            how,
                                            octets.at(EXCHANGE_AT),
                                            octets.at(LAST_OF_MESSAGE_ID_AT),
                                            opened.first()),
                                    FuzzInput.counted(opened.chain()))));
                }
                seeds.add(Bytes.concat(said.toArray(Bytes[]::new)));
            }
        }
        return seeds;
    }
}
