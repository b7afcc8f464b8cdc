package dev.parley.simulator;

import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold in every world, whatever its network did. */
public final class Invariants {
    /** Longer than the usual interval of liveness checks, so that what looks well is looked at again after one. */
    private static final long SECOND_LOOK = 60_000;

    private record Name(String protocol, Bytes spi, Bytes destination) {}

    private record Standing(Site site, IpsecSa sa) {}

    private Invariants() {}

    /** What is wrong now; empty if nothing is. Complete only for a world that is {@link World#quiet}. */
    public static List<String> consistent(World world) {
        List<String> wrong = new ArrayList<>(world.network().amplification().violations());
        Map<Name, List<Standing>> inbound = new HashMap<>();
        Map<Name, List<Standing>> outbound = new HashMap<>();
        for (Site site : world.sites()) {
            wrong.addAll(bothEnded(site));
            for (SecurityAssociationDatabase.Entry entry : site.sad().entries()) {
                if (!site.watch().proven(entry.sa())) {
                    wrong.add(site.name() + " has " + entry.sa().describe() + ", and its peer has not shown a key");
                }
                if (entry.sa() instanceof IpsecSa sa) {
                    Name name =
                            new Name(sa.protocol(), sa.spi(), world.network().seenAs(sa.destination()));
                    (entry.inbound() ? inbound : outbound)
                            .computeIfAbsent(name, fresh -> new ArrayList<>(1))
                            .add(new Standing(site, sa));
                }
            }
        }
        inbound.forEach((name, ends) ->
                ends.forEach(end -> matched(end, outbound.getOrDefault(name, List.of()), wrong)));
        outbound.forEach((name, ends) -> ends.stream()
                .filter(end -> !inbound.containsKey(name))
                .forEach(end ->
                        wrong.add(end.site().name() + " sends on " + end.sa().describe() + ", which nobody receives")));
        return wrong;
    }

    /** What is left at gateways that should have nothing left; empty if nothing is. */
    public static List<String> leftovers(World world) {
        List<String> left = new ArrayList<>();
        for (Site site : world.sites()) {
            left(left, site, site.sad().entries().size(), "SAs");
            left(left, site, site.gateway().lanes(), "negotiations");
            left(left, site, site.gateway().keys(), "lane keys");
            left(left, site, site.gateway().groups(), "groups");
            left(left, site, site.gateway().timers(), "timers");
        }
        return left;
    }

    static void judge(World world) {
        world.calm();
        world.runUntil(() -> world.quiet() && consistent(world).isEmpty(), World.PATIENCE);
        world.run(SECOND_LOOK);
        world.runUntil(() -> world.quiet() && consistent(world).isEmpty(), World.PATIENCE);
        List<String> wrong = consistent(world);
        if (!wrong.isEmpty()) {
            throw violated(world, wrong);
        }
    }

    static void judgeEmpty(World world) {
        world.calm();
        world.runUntil(() -> world.quiet() && leftovers(world).isEmpty(), World.PATIENCE);
        List<String> wrong = new ArrayList<>(consistent(world));
        wrong.addAll(leftovers(world));
        if (!wrong.isEmpty()) {
            throw violated(world, wrong);
        }
    }

    static AssertionError violated(World world, List<String> violations) {
        return new AssertionError(String.join("\n", violations) + "\n  seed " + world.seed() + ", at " + world.now()
                + " ms\n  repeat: " + world.command() + "\n  " + String.join("\n  ", world.evidence()));
    }

    private static List<String> bothEnded(Site site) {
        List<String> wrong = new ArrayList<>();
        site.errands().stream()
                .filter(errand -> !errand.settled())
                .forEach(errand -> wrong.add(site.name() + " was told to " + errand));
        if (site.halfOpen() > 0) {
            wrong.add(site.name() + " has " + site.halfOpen() + " half-open negotiations");
        }
        site.watch().bugs().forEach(bug -> wrong.add("at " + site.name() + " " + bug));
        return wrong;
    }

    private static void matched(Standing end, List<Standing> mates, List<String> wrong) {
        String what = end.site().name() + " receives on " + end.sa().describe() + ", ";
        if (mates.size() != 1) {
            wrong.add(what + (mates.isEmpty() ? "on which nobody sends" : "on which " + mates.size() + " sites send"));
            return;
        }
        IpsecSa here = end.sa();
        IpsecSa there = mates.get(0).sa();
        String sender = mates.get(0).site().name();
        differs(wrong, what, sender, "keys", here.encryptionKey(), there.encryptionKey());
        differs(wrong, what, sender, "integrity keys", here.integrityKey(), there.integrityKey());
        differs(wrong, what, sender, "ciphers", here.encryption(), there.encryption());
        differs(wrong, what, sender, "integrity algorithms", here.integrity(), there.integrity());
        differs(wrong, what, sender, "modes", here.mode(), there.mode());
        differs(wrong, what, sender, "UDP encapsulation", here.udpEncapsulated(), there.udpEncapsulated());
        differs(wrong, what, sender, "sequence numbers", here.sequenceNumbers(), there.sequenceNumbers());
        // past a NAT each end of transport mode has the addresses that it sees itself (RFC 7296 section 2.23.1)
        if (here.mode() == Mode.TUNNEL || !here.udpEncapsulated()) {
            differs(wrong, what, sender, "source selectors", here.sourceSelectors(), there.sourceSelectors());
            differs(
                    wrong,
                    what,
                    sender,
                    "destination selectors",
                    here.destinationSelectors(),
                    there.destinationSelectors());
        }
        differs(wrong, what, sender, "mates", here.mateSpi(), there.mateSpi());
    }

    private static void differs(
            List<String> wrong, String what, String sender, String part, Object here, Object there) {
        if (!here.equals(there)) {
            wrong.add(what + "and " + sender + ", which sends on it, has other " + part + ": " + here + " here, "
                    + there + " there");
        }
    }

    private static void left(List<String> left, Site site, long count, String what) {
        if (count > 0) {
            left.add(site.name() + " has " + count + " " + what + " left");
        }
    }
}
