package dev.parley.simulator;

import dev.parley.engine.CatalogTracker;
import dev.parley.engine.ConnectionState;
import dev.parley.engine.Gateway;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.PeerAuthorizationDatabase;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.SecurityPolicyDatabase;
import dev.parley.isakmp.conversation.Blame;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A gateway in a {@link World}, with its databases and a power switch. */
public final class Site {
    private final World world;
    private final String name;
    private final Endpoint plain;
    private final Optional<Endpoint> encapsulated;
    private final List<Policy> policies;
    private final List<Errand> errands = new ArrayList<>();
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Map<Contribution, Contribution> plugged = new LinkedHashMap<>();
    private long wallOffset;
    private int unsettled;
    private int lives;
    private Life life;

    /** What a power cut ends. */
    private record Life(
            SimulatedHost host,
            SimulatedTransport transport,
            CatalogTracker catalogs,
            Watch watch,
            SecurityAssociationDatabase sad,
            Gateway gateway) {}

    Site(
            World world,
            String name,
            PolicyEnd local,
            List<Policy> policies,
            List<Contribution> contributions,
            long wallOffset) {
        this.world = world;
        this.name = name;
        this.plain = local.endpoint();
        this.encapsulated = local.encapsulated();
        this.policies = policies;
        this.wallOffset = wallOffset;
        contributions.forEach(contribution -> plugged.put(contribution, contribution));
        this.life = begin();
    }

    public String name() {
        return name;
    }

    public Bytes address() {
        return plain.address();
    }

    /** The address as which other sites see this one: its own, or that of the NAT in front of it. */
    public Bytes seenAs() {
        return world.network().seenAs(plain.address());
    }

    public Endpoint endpoint() {
        return plain;
    }

    public Endpoint encapsulated() {
        return encapsulated.orElseThrow(() -> new IllegalStateException(name + " has no such endpoint"));
    }

    /** The gateway of this life: another one after {@link #restart}. */
    public Gateway gateway() {
        return life.gateway();
    }

    /** What is installed; another one after {@link #restart}. */
    public SecurityAssociationDatabase sad() {
        return life.sad();
    }

    /** Begins all that the policy named {@code connection} wants. */
    public Errand establish(String connection) {
        return command(Verb.ESTABLISH, connection);
    }

    /** Ends all that was made for {@code connection}. */
    public Errand delete(String connection) {
        return command(Verb.DELETE, connection);
    }

    /** Asks the peer of {@code connection} whether it lives. */
    public Errand probe(String connection) {
        return command(Verb.PROBE, connection);
    }

    /** Commands {@code verb} for a whole connection. */
    public Errand command(Verb verb, String connection) {
        return command(verb, new IpsecWish(policy(connection), Optional.empty()));
    }

    /** Commands {@code verb} for one child of a connection. */
    public Errand command(Verb verb, String connection, String child) {
        return command(verb, new IpsecWish(policy(connection), Optional.of(child)));
    }

    /** Commands {@code verb}; time must pass before it is done. */
    public Errand command(Verb verb, Wish wish) {
        Errand errand = errand(verb, wish);
        gateway().command(verb, wish, refusal -> settle(errand, refusal));
        return errand;
    }

    /** From now on {@code connection} is wanted, after a {@link #restart} too; the errand ends with the first attempt. */
    public Errand up(String connection) {
        wanted.add(connection);
        Errand errand = errand(Verb.ESTABLISH, connection);
        gateway().up(connection, refusal -> settle(errand, refusal));
        return errand;
    }

    /** From now on {@code connection} is not wanted, and ends. */
    public Errand down(String connection) {
        wanted.remove(connection);
        Errand errand = errand(Verb.DELETE, connection);
        gateway().down(connection, refusal -> settle(errand, refusal));
        return errand;
    }

    /** How a connection stands when what is due now has happened. */
    public ConnectionState connection(String connection) {
        List<ConnectionState> states = new ArrayList<>();
        gateway().connections().thenAccept(states::addAll);
        world.run(0);
        return states.stream()
                .filter(state -> state.name().equals(connection))
                .findFirst()
                .orElseThrow();
    }

    private Errand errand(Verb verb, String connection) {
        return errand(verb, new IpsecWish(policy(connection), Optional.empty()));
    }

    private Errand errand(Verb verb, Wish wish) {
        Errand errand = new Errand(verb, wish);
        errands.add(errand);
        unsettled++;
        return errand;
    }

    /** Everything that this site was told to do, in all its lives. */
    public List<Errand> errands() {
        return List.copyOf(errands);
    }

    /** A power cut: all state is lost, nobody is told, and a new gateway with the same policies is up at once. */
    public void restart() {
        life.transport().cut();
        life.host().halt();
        life.sad().entries().forEach(entry -> life.sad().remove(name, entry.sa()));
        world.network().amplification().restarted(name);
        world.transcript().add("RESTARTED", name, "", "restarted, all state is lost");
        Optional<Refusal> lost = Optional.of(new Refusal(Blame.LOCAL_FAILURE, "site " + name + " was restarted"));
        errands.stream().filter(errand -> !errand.settled()).forEach(errand -> settle(errand, lost));
        life = begin();
        List.copyOf(wanted).forEach(this::up);
    }

    /** Sets its wall clock {@code millis} ahead of {@link World#wall}, or behind; each site begins with one that is a little off. */
    public void clock(long millis) {
        wallOffset = millis;
        life.host().wallOffset(millis);
    }

    /** From now on nothing that it sends arrives, and nothing reaches it. */
    public void silence() {
        world.network().silence(name);
    }

    /** Ends {@link #silence}. */
    public void unsilence() {
        world.network().unsilence(name);
    }

    /** Adds to this site's catalog while it runs. */
    public void plug(Contribution contribution) {
        plugged.put(contribution, life.watch().over(contribution));
        add(life.catalogs(), contribution);
    }

    /** Takes away again what was plugged in, by {@link #plug} or {@link World#with}. */
    public void unplug(Contribution contribution) {
        Contribution watched = plugged.remove(contribution);
        if (watched == null) {
            throw new IllegalArgumentException(contribution + " is not plugged in at " + name);
        }
        life.catalogs().remove(watched);
        life.watch().departed(watched);
    }

    /** Nobody at work here, nothing half-open, every errand ended. */
    boolean quiet() {
        return life.host().atWork() == 0 && halfOpen() == 0 && unsettled == 0;
    }

    /** Negotiations whose peer has not shown a key yet, begun here or there. */
    long halfOpen() {
        return life.gateway().halfOpen() + life.watch().unprovenInitiators();
    }

    Watch watch() {
        return life.watch();
    }

    private Life begin() {
        SimulatedHost host = new SimulatedHost(
                world.timeline(),
                Chance.seeded(world.seed(), name + " life " + ++lives),
                world.workLatency(),
                wallOffset);
        SimulatedTransport transport = new SimulatedTransport(world.network(), name);
        Watch watch = new Watch(name, world.network(), world.transcript(), world.keyLog(), world.recorder());
        CatalogTracker catalogs = new CatalogTracker();
        List<Extension> ours = List.of(transport, world.transcript().observer());
        catalogs.add(() -> ours);
        plugged.replaceAll((contribution, old) -> watch.over(contribution));
        plugged.keySet().forEach(contribution -> add(catalogs, contribution));
        SecurityAssociationDatabase sad = new SecurityAssociationDatabase();
        try {
            Gateway gateway = Gateway.builder(name, host, catalogs)
                    .limits(world.limits())
                    .database(SecurityPolicyDatabase.class, new SecurityPolicyDatabase(policies))
                    .database(PeerAuthorizationDatabase.class, new PeerAuthorizationDatabase(policies))
                    .database(SecurityAssociationDatabase.class, sad)
                    .sink(sad)
                    .listen(
                            plain,
                            encapsulated,
                            policies.stream().map(Policy::protocol).collect(Collectors.toSet()))
                    .transport(SimulatedTransport.KEY)
                    .start();
            policies.forEach(policy -> gateway.connection(new IpsecWish(policy, Optional.empty())));
            return new Life(host, transport, catalogs, watch, sad, gateway);
        } catch (Unavailable why) {
            throw new IllegalStateException("site " + name + " cannot start: " + why.getMessage(), why);
        }
    }

    private void settle(Errand errand, Optional<Refusal> refusal) {
        unsettled--;
        errand.settle(refusal);
        world.transcript().add("SETTLED", name, "", errand.toString());
    }

    private void add(CatalogTracker catalogs, Contribution contribution) {
        catalogs.add(plugged.get(contribution), contribution.getClass().getPackageName(), 0, Long.MAX_VALUE);
    }

    private Policy policy(String connection) {
        return policies.stream()
                .filter(policy -> policy.name().equals(connection))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("site " + name + " has no policy " + connection
                        + ", it has " + policies.stream().map(Policy::name).toList()));
    }
}
