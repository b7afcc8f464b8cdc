package dev.parley.kink;

import dev.parley.crypto.Key;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.kerberos.Principal;
import dev.parley.kink.kerberos.Ticket;
import dev.parley.kink.spi.KerberosMechanism;
import dev.parley.simulator.Chance;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A KDC and its realm without a network: it knows every principal's key, and its clock is right. */
final class SimulatedKdc implements KerberosMechanism, Contribution {
    private static final long HOURS = 3_600_000;

    private final World world;
    private final Chance chance;
    private final int encryptionType;
    private final Map<Principal, List<ServiceKey>> keys = new HashMap<>();
    private final List<Ticket> issued = new ArrayList<>();
    private boolean down;
    private long ticketMillis = 10 * HOURS;

    SimulatedKdc(World world, int encryptionType, long seed) {
        this.world = world;
        this.encryptionType = encryptionType;
        this.chance = Chance.seeded(seed).fork();
    }

    @Override
    public List<Extension> extensions() {
        return List.of(this);
    }

    @Override
    public String key() {
        return "simulated";
    }

    @Override
    public int preference() {
        return 100;
    }

    /** From now on it answers nobody. */
    void down() {
        down = true;
    }

    void up() {
        down = false;
    }

    /** How long the tickets live that it gives from now on. */
    void ticketsLive(long millis) {
        ticketMillis = millis;
    }

    /** All tickets that it has given. */
    List<Ticket> issued() {
        return List.copyOf(issued);
    }

    /** Gives {@code principal} a new key; its keytab holds the old ones too. */
    void roll(Principal principal) {
        List<ServiceKey> all = new ArrayList<>(keys(principal));
        all.add(0, new ServiceKey(all.size() + 1L, freshKey()));
        keys.put(principal, List.copyOf(all));
    }

    /** The keytab of {@code principal} holds its newest key alone. */
    void forgetOldKeys(Principal principal) {
        keys.put(principal, List.of(keys(principal).get(0)));
    }

    @Override
    public Ticket ticketFor(Principal self, Principal service, Map<String, String> settings) throws Unavailable {
        if (down) {
            throw new Unavailable("no KDC of realm " + service.realm() + " answers");
        }
        return issue(self, service);
    }

    /** A ticket as {@code client} would get it. */
    Ticket issue(Principal client, Principal service) {
        return issue(client, service, 0, world.wall(), world.wall() + ticketMillis);
    }

    /** The same with these flags and for that time. */
    Ticket issue(Principal client, Principal service, int flags, long start, long end) {
        ServiceKey newest = keys(service).get(0);
        Ticket ticket =
                Ticket.issue(client, service, newest.key(), newest.kvno(), freshKey(), flags, start, end, chance);
        issued.add(ticket);
        return ticket;
    }

    @Override
    public List<ServiceKey> serviceKeys(Principal service, Map<String, String> settings) {
        return keys(service);
    }

    private List<ServiceKey> keys(Principal principal) {
        return keys.computeIfAbsent(principal, first -> List.of(new ServiceKey(1, freshKey())));
    }

    private KerberosKey freshKey() {
        int octets = encryptionType % 2 == 1 ? 16 : 32;
        return KerberosKey.of(encryptionType, Key.of(chance.bytes(octets))).orElseThrow();
    }
}
