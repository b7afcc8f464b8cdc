package dev.parley.ikev2.exchange;

import dev.parley.ikev2.keys.IkeKeys;
import dev.parley.ikev2.keys.WiresharkNames;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.wire.Bytes;

/** Lines for Wireshark's key tables, in the words of its preference files. They go out only if a person asked for a key log. */
final class KeyLogLines {
    private KeyLogLines() {}

    /** The keys of an IKE SA. */
    static Effect ike(Bytes spiI, Bytes spiR, ChosenSuite suite, IkeKeys keys) {
        return new Effect.LogKey(WiresharkNames.IKE_TABLE, Text.later(() -> ikeLine(spiI, spiR, suite, keys)));
    }

    private static String ikeLine(Bytes spiI, Bytes spiR, ChosenSuite suite, IkeKeys keys) {
        return String.join(
                ",",
                spiI.toString(),
                spiR.toString(),
                keys.skEi().reveal().toString(),
                keys.skEr().reveal().toString(),
                quoted(WiresharkNames.encryption(suite.encryption())),
                keys.skAi().reveal().toString(),
                keys.skAr().reveal().toString(),
                quoted(WiresharkNames.integrity(suite.integrity())));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
