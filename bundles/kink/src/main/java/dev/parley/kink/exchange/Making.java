package dev.parley.kink.exchange;

import dev.parley.crypto.Key;
import dev.parley.crypto.SharedSecret;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.ipsec.doi.Encapsulation;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.keys.Keymat;
import dev.parley.kink.peer.KinkPath;
import dev.parley.kink.peer.KinkPeer;
import dev.parley.kink.peer.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes SAs out of what a Quick Mode agreed on (RFC 4430 section 7). */
final class Making {
    /** SPIs 1 to 255 are reserved and 0 is for local use (RFC 4303 section 2.1). */
    static final long FIRST_FREE_SPI = 256;

    private Making() {}

    /**
     * What goes into the keys of both directions.
     *
     * @param secret of the key exchange, if there was one
     * @param nr empty if the responder said no nonce
     */
    record Seed(KerberosKey session, Optional<SharedSecret> secret, Bytes ni, Optional<Bytes> nr) {}

    /** What is protected, and between which ends. */
    record Traffic(Policy policy, ChildPolicy child, KinkPath path, Role us, QuickMode.Clients clients) {
        private TrafficSelector own() {
            return us == Role.INITIATOR ? clients.initiator() : clients.responder();
        }

        private TrafficSelector peers() {
            return us == Role.INITIATOR ? clients.responder() : clients.initiator();
        }

        private Direction in() {
            return new Direction(path.remote().address(), path.local().address(), peers(), own());
        }

        private Direction out() {
            return new Direction(path.local().address(), path.remote().address(), own(), peers());
        }
    }

    private record Direction(Bytes source, Bytes destination, TrafficSelector from, TrafficSelector to) {}

    /** The SA on which we receive. */
    static IpsecSa inbound(
            KinkPeer peer, Traffic traffic, IpsecTransform transform, Bytes ourSpi, Bytes peerSpi, Seed seed) {
        return simplex(peer, traffic, traffic.in(), transform, ourSpi, peerSpi, seed);
    }

    /** The SA on which the peer receives. */
    static IpsecSa outbound(
            KinkPeer peer, Traffic traffic, IpsecTransform transform, Bytes ourSpi, Bytes peerSpi, Seed seed) {
        return simplex(peer, traffic, traffic.out(), transform, peerSpi, ourSpi, seed);
    }

    private static IpsecSa simplex(
            KinkPeer peer,
            Traffic traffic,
            Direction direction,
            IpsecTransform transform,
            Bytes spi,
            Bytes mate,
            Seed seed) {
        int encryption = transform.encryptionOctets();
        try (Key keymat = Keymat.of(
                seed.session(),
                Settings.prf(traffic.policy()),
                seed.secret(),
                transform.protocol(),
                spi,
                seed.ni(),
                seed.nr(),
                encryption + transform.integrityOctets())) {
            return new IpsecSa(
                    ProtocolId.name(transform.protocol()),
                    spi,
                    direction.source(),
                    direction.destination(),
                    mate,
                    transform.encapsulation().map(Encapsulation::mode).orElseThrow(),
                    transform.encryption(),
                    keymat.slice(0, encryption),
                    transform.integrity(),
                    keymat.slice(encryption, keymat.length()),
                    List.of(direction.from()),
                    List.of(direction.to()),
                    Optional.empty(),
                    traffic.policy().name(),
                    traffic.child().name(),
                    peer.identity(),
                    transform.lifetimeSeconds(),
                    SequenceNumbers.ORDINARY,
                    Optional.empty());
        }
    }

    /** An SPI that no SA has which ends at {@code address}, ours. */
    static Bytes freeSpi(KinkPeer peer, Bytes address) {
        SecurityAssociationDatabase installed = peer.environment().database(SecurityAssociationDatabase.class);
        while (true) {
            Bytes spi = peer.environment().random().bytes(IpsecDoi.SPI_OCTETS);
            boolean taken = Stream.of(ProtocolId.ESP, ProtocolId.AH)
                    .anyMatch(protocol -> installed.has(ProtocolId.name(protocol), spi, address));
            if (spi.number(0, IpsecDoi.SPI_OCTETS) >= FIRST_FREE_SPI && !taken) {
                return spi;
            }
        }
    }

    /** The traffic of the two ends themselves, which needs no identities. */
    static QuickMode.Clients ends(KinkPath path, Role us) {
        TrafficSelector local = all(path.local().address());
        TrafficSelector remote = all(path.remote().address());
        return us == Role.INITIATOR ? new QuickMode.Clients(local, remote) : new QuickMode.Clients(remote, local);
    }

    private static TrafficSelector all(Bytes address) {
        return new TrafficSelector(TrafficSelector.ANY_PROTOCOL, 0, TrafficSelector.MAX_PORT, address, address);
    }
}
