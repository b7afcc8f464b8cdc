package dev.parley.ipsec;

import dev.parley.crypto.Key;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * One simplex SA of RFC 4301 section 4.4.2.1. Its mate goes the other way.
 *
 * @param protocol {@code ESP} or {@code AH}
 * @param spi 4 octets, chosen by the destination
 * @param source outer source address
 * @param destination outer destination address
 * @param mateSpi the SPI of the SA in the other direction
 * @param encryption the cipher and its key size, empty for AH
 * @param encryptionKey the key, a salt included
 * @param integrity empty beside a cipher that has its own
 * @param sourceSelectors what may be the source of a packet inside
 * @param udp the ports that ESP travels between, if it does so in UDP
 * @param connection the policy's name
 * @param child the child policy's name
 * @param peer the peer's authenticated identity
 * @param lifetimeSeconds hard lifetime, 0 for none
 * @param sequenceNumbers how its packets are counted
 * @param realAddresses of inbound packets that a NAT rewrote, in transport mode
 */
public record IpsecSa(
        String protocol,
        Bytes spi,
        Bytes source,
        Bytes destination,
        Bytes mateSpi,
        Mode mode,
        Optional<Algorithm> encryption,
        Key encryptionKey,
        Optional<Algorithm> integrity,
        Key integrityKey,
        List<TrafficSelector> sourceSelectors,
        List<TrafficSelector> destinationSelectors,
        Optional<UdpEncapsulation> udp,
        String connection,
        String child,
        Identity peer,
        long lifetimeSeconds,
        SequenceNumbers sequenceNumbers,
        Optional<RealAddresses> realAddresses)
        implements SecurityAssociation {
    public IpsecSa {
        sourceSelectors = List.copyOf(sourceSelectors);
        destinationSelectors = List.copyOf(destinationSelectors);
    }

    @Override
    public Optional<Bytes> mate() {
        return Optional.of(mateSpi);
    }

    /** Whether ESP travels in UDP (RFC 3948). */
    public boolean udpEncapsulated() {
        return udp.isPresent();
    }

    /** The same SA between other outer addresses and ports. */
    public IpsecSa between(Bytes newSource, Bytes newDestination, Optional<UdpEncapsulation> newPorts) {
        return new IpsecSa(
                protocol,
                spi,
                newSource,
                newDestination,
                mateSpi,
                mode,
                encryption,
                encryptionKey,
                integrity,
                integrityKey,
                sourceSelectors,
                destinationSelectors,
                newPorts,
                connection,
                child,
                peer,
                lifetimeSeconds,
                sequenceNumbers,
                realAddresses);
    }

    @Override
    public String describe() {
        String algorithms = encryption.map(Algorithm::toString).orElse("")
                + integrity
                        .map(algorithm -> (encryption.isPresent() ? " + " : "") + algorithm)
                        .orElse("");
        return protocol + " 0x" + spi + " to " + IpAddress.format(destination) + "  "
                + mode + (udpEncapsulated() ? " in UDP" : "") + "  " + algorithms
                + (sequenceNumbers == SequenceNumbers.EXTENDED ? " + esn" : "") + "  " + text(sourceSelectors) + " => "
                + text(destinationSelectors);
    }

    private static String text(List<TrafficSelector> selectors) {
        return String.join(
                ",", selectors.stream().map(TrafficSelector::toString).toList());
    }
}
