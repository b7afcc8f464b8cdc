package dev.parley.ikev1.phase2;

import dev.parley.crypto.Key;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev1.keys.Keymat;
import dev.parley.ikev1.sa.ChildPair;
import dev.parley.ikev1.sa.Ikev1Path;
import dev.parley.ikev1.sa.Ikev1Sa;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.ipsec.UdpEncapsulation;
import dev.parley.ipsec.doi.Encapsulation;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecTransform;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** Makes SAs of what a Quick Mode has agreed on (RFC 2409 section 5.5). */
final class PairMaking {
    /** SPIs 1 to 255 are reserved and 0 is for local use (RFC 4303 section 2.1). */
    static final long FIRST_FREE_SPI = 256;

    private PairMaking() {}

    /**
     * What has been agreed on.
     *
     * @param us our role in this Quick Mode
     * @param secret of its own key exchange
     */
    record Agreement(
            Policy policy,
            ChildPolicy child,
            Clients clients,
            Role us,
            IpsecTransform transform,
            Bytes ourSpi,
            Bytes peerSpi,
            Bytes ni,
            Bytes nr,
            Optional<SharedSecret> secret) {}

    static ChildPair pair(Ikev1Sa sa, Agreement agreed) throws Refusal {
        return new ChildPair(agreed.us, simplex(sa, agreed, agreed.us.other()), simplex(sa, agreed, agreed.us));
    }

    /** @param sender who sends on it */
    private static IpsecSa simplex(Ikev1Sa sa, Agreement agreed, Role sender) throws Refusal {
        IpsecTransform transform = agreed.transform;
        boolean outbound = sender == agreed.us;
        Bytes spi = outbound ? agreed.peerSpi : agreed.ourSpi;
        Ikev1Path path = sa.path();
        int encryption = transform.encryptionOctets();
        Encapsulation encapsulation = transform.encapsulation().orElseThrow();
        try (Key keymat = Keymat.of(
                sa.algorithms().prf(),
                sa.keys().d(),
                agreed.secret,
                transform.protocol(),
                spi,
                agreed.ni,
                agreed.nr,
                encryption + transform.integrityOctets())) {
            Endpoint from = outbound ? path.local() : path.remote();
            Endpoint to = outbound ? path.remote() : path.local();
            return new IpsecSa(
                    ProtocolId.name(transform.protocol()),
                    spi.compact(),
                    from.address(),
                    to.address(),
                    (outbound ? agreed.ourSpi : agreed.peerSpi).compact(),
                    encapsulation.mode(),
                    transform.encryption(),
                    keymat.slice(0, encryption),
                    transform.integrity(),
                    keymat.slice(encryption, keymat.length()),
                    List.of(agreed.clients.of(sender)),
                    List.of(agreed.clients.of(sender.other())),
                    encapsulation.udp() ? Optional.of(new UdpEncapsulation(from.port(), to.port())) : Optional.empty(),
                    agreed.policy.name(),
                    agreed.child.name(),
                    sa.peer(),
                    lifetime(agreed),
                    SequenceNumbers.ORDINARY,
                    Optional.empty());
        }
    }

    /** The shorter of what was agreed on and what our policy says: either side may end an SA when it likes. */
    private static long lifetime(Agreement agreed) {
        long own = agreed.child.lifetimeSeconds();
        long said = agreed.transform.lifetimeSeconds();
        return own == 0 ? said : Math.min(own, said);
    }

    /** An SPI that no SA to this gateway has. */
    static Bytes freeSpi(Ikev1Sa sa) {
        SecurityAssociationDatabase installed = sa.environment().database(SecurityAssociationDatabase.class);
        Bytes here = sa.path().local().address();
        while (true) {
            Bytes spi = sa.environment().random().bytes(IpsecDoi.SPI_OCTETS);
            if (spi.number(0, IpsecDoi.SPI_OCTETS) >= FIRST_FREE_SPI
                    && !installed.has(ProtocolId.name(ProtocolId.ESP), spi, here)
                    && !installed.has(ProtocolId.name(ProtocolId.AH), spi, here)) {
                return spi;
            }
        }
    }
}
