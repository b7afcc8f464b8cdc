package dev.parley.ikev2.exchange;

import dev.parley.crypto.Key;
import dev.parley.crypto.Prf;
import dev.parley.crypto.SharedSecret;
import dev.parley.ikev2.keys.ChildKeymat;
import dev.parley.ikev2.proposal.ChosenSuite;
import dev.parley.ikev2.proposal.Narrowing;
import dev.parley.ikev2.proposal.Offer;
import dev.parley.ikev2.sa.ChildSa;
import dev.parley.ikev2.sa.IkePath;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.EspKeySizes;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** Makes CHILD_SAs: what is asked for, and the pair that comes out (RFC 7296 sections 1.2, 2.9, 2.17). */
final class ChildCreation {
    private static final String ESP = "ESP";
    private static final int SPI_OCTETS = 4;

    /** SPIs 1 to 255 are reserved and 0 is for local use (RFC 4303 section 2.1). */
    private static final long FIRST_FREE_SPI = 256;

    private ChildCreation() {}

    /** The child that an IKE_AUTH request asks for, and our SPI for it. */
    record Request(ChildPolicy child, Bytes spi, Offer offer, Wanted wanted) {}

    /**
     * What the two sides agreed on.
     *
     * @param us our role in the exchange that makes the child, which decides whose keys come first
     */
    record Agreement(
            Policy policy,
            Identity peer,
            Role us,
            ChosenSuite suite,
            Narrowing narrowing,
            Bytes ourSpi,
            Bytes peerSpi) {}

    static Request request(IkeSa sa, IpsecWish wish) throws Refusal {
        Optional<ChildPolicy> child = wish.child()
                .map(wish.policy()::child)
                .orElseGet(() -> wish.policy().children().stream().findFirst());
        if (child.isEmpty()) {
            throw new Refusal(Blame.LOCAL_FAILURE, "connection " + wish.connection() + " has no such child");
        }
        Offer offer = Offer.esp(child.get().suites(), sa.environment().catalog());
        if (offer.isEmpty()) {
            throw new Refusal(
                            Blame.LOCAL_FAILURE,
                            "no ESP suite of child " + child.get().name() + " can be offered")
                    .with(MissingAlgorithms.lines(
                            child.get().suites(), sa.environment().catalog()));
        }
        return new Request(child.get(), freeSpi(sa), offer, Wanted.of(sa.path(), child.get()));
    }

    /** An SPI that no SA to this gateway has. */
    static Bytes freeSpi(IkeSa sa) {
        SecurityAssociationDatabase installed = sa.environment().database(SecurityAssociationDatabase.class);
        while (true) {
            Bytes spi = sa.environment().random().bytes(SPI_OCTETS);
            if (spi.number(0, SPI_OCTETS) >= FIRST_FREE_SPI
                    && !installed.has(ESP, spi, sa.path().local().address())) {
                return spi;
            }
        }
    }

    /** The pair of SAs; {@code secret} is that of a key exchange of the child's own. */
    static ChildSa pair(IkeSa sa, IkePath path, Optional<SharedSecret> secret, Bytes ni, Bytes nr, Agreement agreed)
            throws Refusal {
        Prf prf = sa.suite().orElseThrow().resolve(sa.environment().catalog()).prf();
        ChosenSuite suite = agreed.suite();
        int encryption = EspKeySizes.encryption(suite.encryption())
                .orElseThrow(() -> new Refusal(
                        Blame.LOCAL_FAILURE, "the ESP key size of " + suite.encryption() + " is not known"));
        int integrity = suite.integrity().flatMap(EspKeySizes::integrity).orElse(0);
        ChildKeymat keymat =
                ChildKeymat.derive(prf, sa.keys().orElseThrow().skD(), secret, ni, nr, encryption, integrity);
        Role us = agreed.us();
        return new ChildSa(
                agreed.narrowing().child().name(),
                simplex(path, agreed, us.other(), keymat.encryption(us.other()), keymat.integrity(us.other())),
                simplex(path, agreed, us, keymat.encryption(us), keymat.integrity(us)));
    }

    private static IpsecSa simplex(IkePath path, Agreement agreed, Role sender, Key encryptionKey, Key integrityKey) {
        boolean outbound = sender == agreed.us();
        Narrowing narrowing = agreed.narrowing();
        List<TrafficSelector> from = sender == Role.INITIATOR ? narrowing.tsI() : narrowing.tsR();
        List<TrafficSelector> to = sender == Role.INITIATOR ? narrowing.tsR() : narrowing.tsI();
        return new IpsecSa(
                ESP,
                (outbound ? agreed.peerSpi() : agreed.ourSpi()).compact(),
                (outbound ? path.local() : path.remote()).address(),
                (outbound ? path.remote() : path.local()).address(),
                (outbound ? agreed.ourSpi() : agreed.peerSpi()).compact(),
                narrowing.mode(),
                Optional.of(agreed.suite().encryption()),
                encryptionKey,
                agreed.suite().integrity(),
                integrityKey,
                from,
                to,
                outbound ? path.udpOut() : path.udpIn(),
                agreed.policy().name(),
                narrowing.child().name(),
                agreed.peer(),
                narrowing.child().lifetimeSeconds(),
                agreed.suite().sequenceNumbers(),
                outbound ? Optional.empty() : narrowing.real());
    }
}
