package dev.parley.ikev1.sa;

import dev.parley.crypto.Key;
import dev.parley.ikev1.keys.InitializationVectors;
import dev.parley.ikev1.keys.Phase1Algorithms;
import dev.parley.ikev1.keys.Phase1Keys;
import dev.parley.ikev1.proposal.Phase1Suite;
import dev.parley.ipsec.Identity;
import dev.parley.ipsec.Policy;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.wire.Bytes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** An ISAKMP SA that stands (RFC 2409 section 5): with whom, under which keys, and which message IDs it has seen. */
public final class Ikev1Sa {
    private static final int MESSAGE_ID_OCTETS = 4;

    /**
     * What phase 1 came to.
     *
     * @param seconds lifetime, 0 for none
     * @param lastBlock the last cipher block of phase 1
     */
    public record Established(
            Role role,
            Bytes initiatorCookie,
            Bytes responderCookie,
            Policy policy,
            Identity peer,
            Phase1Suite suite,
            Phase1Keys keys,
            Set<Vendor> vendors,
            long seconds,
            Bytes lastBlock) {}

    private final Environment environment;
    private final Established established;
    private final Children children = new Children();
    private final Set<Long> messageIds = new HashSet<>();
    private Ikev1Path path;
    private long heard;
    private Optional<String> ended = Optional.empty();

    /** @param now monotonic milliseconds */
    public Ikev1Sa(Environment environment, Established established, Ikev1Path path, long now) {
        this.environment = environment;
        this.established = established;
        this.path = path;
        this.heard = now;
    }

    public Environment environment() {
        return environment;
    }

    public PayloadRegistry registry() {
        return PayloadRegistry.of(environment.catalog());
    }

    /** Who began phase 1. */
    public Role role() {
        return established.role;
    }

    public Bytes initiatorCookie() {
        return established.initiatorCookie;
    }

    public Bytes responderCookie() {
        return established.responderCookie;
    }

    /** CKY-I | CKY-R, the SPI of this SA. */
    public Bytes cookies() {
        return Bytes.concat(established.initiatorCookie, established.responderCookie);
    }

    public Policy policy() {
        return established.policy;
    }

    public Identity peer() {
        return established.peer;
    }

    public Phase1Suite suite() {
        return established.suite;
    }

    /** What it computes with, as it is installed now. */
    public Phase1Algorithms algorithms() throws Refusal {
        return established.suite.resolve(environment.catalog());
    }

    public Phase1Keys keys() {
        return established.keys;
    }

    /** What the cipher is keyed with. */
    public Key encryptionKey() {
        return established.keys.encryption();
    }

    /** Whether the peer has said that it knows this. */
    public boolean knows(Vendor vendor) {
        return established.vendors.contains(vendor);
    }

    /** Lifetime in seconds, 0 for none. */
    public long seconds() {
        return established.seconds;
    }

    public Children children() {
        return children;
    }

    public Ikev1Path path() {
        return path;
    }

    /** The peer has proven to be there now. */
    public void moved(Ikev1Path now) {
        path = now;
    }

    /** Where the chain of an exchange in phase 2 begins. */
    public IvChain chain(long messageId) throws Refusal {
        return new IvChain(InitializationVectors.ofPhase2(algorithms(), established.lastBlock, messageId));
    }

    /** A message ID that was never used on this SA. */
    public long freshMessageId() {
        while (true) {
            long id = environment.random().bytes(MESSAGE_ID_OCTETS).number(0, MESSAGE_ID_OCTETS);
            if (id != 0 && messageIds.add(id)) {
                return id;
            }
        }
    }

    /** Whether an exchange under {@code messageId} would be a new one. */
    public boolean isFresh(long messageId) {
        return !messageIds.contains(messageId) && messageIds.size() < Defaults.MAX_MESSAGE_IDS;
    }

    /** The peer has proven that it uses {@code messageId}: nobody can begin with it again. */
    public void used(long messageId) {
        messageIds.add(messageId);
    }

    /** When the peer was last heard, monotonic milliseconds. */
    public long lastHeard() {
        return heard;
    }

    /** The peer has shown the keys. */
    public void heard(long now) {
        heard = now;
    }

    /** Why it has ended. */
    public Optional<String> ended() {
        return ended;
    }

    /** It is over: nothing is begun on it any more. */
    public void end(String why) {
        ended = Optional.of(why);
    }
}
