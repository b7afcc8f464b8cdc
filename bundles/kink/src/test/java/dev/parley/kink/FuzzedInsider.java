package dev.parley.kink;

import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.message.EncryptPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.testkit.FuzzInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands and ACKs of a principal that has a ticket. The input is, for each, an octet of message type, one of XID, one that says how,
 * and what is encrypted.
 */
public final class FuzzedInsider {
    private static final int LONG_PAUSE = 0x01;
    private static final int OTHER_EPOCH = 0x02;
    private static final int NO_ENCRYPT = 0x04;
    private static final int ENCRYPT_USAGE = 39;
    private static final int MOST = 24;
    private static final long LONG_SINCE = 20 * 60_000;

    private FuzzedInsider() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        FuzzInput input = new FuzzInput(octets);
        Puppet insider = Puppet.initiator(1, Worlds.policies().setting("kink.liveness", "0"));
        insider.ask(insider.command(KinkMessageType.CREATE, 0, insider.quickMode("0a000001")));
        for (int i = 0; i < MOST && input.more(); i++) {
            say(insider, input);
        }
        insider.world.run(LONG_SINCE);
        if (insider.site.gateway().counters().keySet().stream().anyMatch(name -> name.startsWith("bug"))) {
            throw new AssertionError("an insider met a bug\n" + insider.world.transcript());
        }
        if (insider.site.sad().entries().size() % 2 != 0) {
            throw new AssertionError("half a pair stands\n" + insider.world.transcript());
        }
    }

    private static void say(Puppet insider, FuzzInput input) {
        int type = input.octet();
        int xid = input.octet();
        int how = input.octet();
        Bytes plaintext = input.counted();
        if ((how & OTHER_EPOCH) != 0) {
            insider.epoch++;
        }
        List<Payload> outside = new ArrayList<>(List.of(insider.apReq(insider.stamp())));
        if ((how & NO_ENCRYPT) == 0) {
            outside.add(new EncryptPayload(insider.session().seal(ENCRYPT_USAGE, plaintext, insider.random)));
        }
        insider.put(insider.sealed(type, 1, xid, outside, List.of()));
        insider.world.run((how & LONG_PAUSE) != 0 ? 2_000 : 30);
    }

    /** A rekey, a DELETE, a STATUS, a restart, alone and one after the other. */
    static List<Bytes> seeds() {
        Puppet puppet = Puppet.initiator(1);
        List<Bytes> said = List.of(
                one(puppet, KinkMessageType.CREATE, 1, 0, puppet.quickMode("0a000002")),
                one(puppet, KinkMessageType.CREATE, 2, 0, puppet.quickMode("0a000003"), puppet.quickMode("0a000004")),
                one(puppet, KinkMessageType.DELETE, 3, 0, IsakmpPayload.of(List.of(Puppet.delete("0a000001")))),
                one(puppet, KinkMessageType.STATUS, 4, NO_ENCRYPT),
                one(puppet, KinkMessageType.STATUS, 5, NO_ENCRYPT | OTHER_EPOCH),
                one(puppet, KinkMessageType.ACK, 2, NO_ENCRYPT));
        List<Bytes> seeds = new ArrayList<>(said);
        seeds.add(Bytes.concat(said.toArray(Bytes[]::new)));
        return seeds;
    }

    private static Bytes one(Puppet puppet, int type, int xid, int how, Payload... inside) {
        Bytes plaintext = inside.length == 0 ? Bytes.EMPTY : KinkMessage.plaintext(List.of(inside), puppet.registry);
        return Bytes.concat(Bytes.of(type, xid, how), FuzzInput.counted(plaintext));
    }
}
