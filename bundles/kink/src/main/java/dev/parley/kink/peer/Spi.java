package dev.parley.kink.peer;

import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.wire.Bytes;

/**
 * An SPI and the protocol whose SA it names.
 *
 * @param protocol {@link ProtocolId#AH} or {@link ProtocolId#ESP}
 */
public record Spi(int protocol, Bytes value) {
    public static Spi of(IpsecSa sa) {
        return new Spi(sa.protocol().equals(ProtocolId.name(ProtocolId.AH)) ? ProtocolId.AH : ProtocolId.ESP, sa.spi());
    }

    @Override
    public String toString() {
        return ProtocolId.name(protocol) + " 0x" + value;
    }
}
