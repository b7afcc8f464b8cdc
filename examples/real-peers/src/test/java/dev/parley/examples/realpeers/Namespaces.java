package dev.parley.examples.realpeers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two network namespaces joined by a cable, private to one test; they vanish with it, because they have no names ({@code rig/network}). */
final class Namespaces implements AutoCloseable {
    private final Daemon holder;
    private final long a;
    private final long b;

    Namespaces() {
        List<String> command = new ArrayList<>(unshare());
        command.add(RIG.resolve("network").toString());
        holder = Daemon.start("network", command);
        var pids = holder.await("^(\\d+) (\\d+)$");
        a = Long.parseLong(pids.group(1));
        b = Long.parseLong(pids.group(2));
    }

    /** {@code command}, to be run in the namespace of {@code side}. */
    List<String> in(Side side, String... command) {
        return in(side, List.of(command));
    }

    List<String> in(Side side, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(side == Side.A ? a : b), "-n"));
        if (!ROOT) {
            inside.addAll(List.of("-U", "--preserve-credentials"));
        }
        inside.addAll(command);
        return inside;
    }

    /** Nothing that {@code side} sends arrives any more; it notices nothing. */
    void cut(Side side) {
        neighbour(side, "replace", "lladdr", "02:00:00:00:00:01", "nud", "permanent")
                .orFail("cutting the cable");
    }

    /** Ends {@link #cut}. */
    void heal(Side side) {
        neighbour(side, "del").orFail("mending the cable");
    }

    /** UDP datagrams that {@code side} has sent so far. */
    long sent(Side side) {
        List<String[]> rows = Shell.run(in(side, "cat", "/proc/net/snmp"))
                .orFail("counting datagrams")
                .lines()
                .filter(line -> line.startsWith("Udp: "))
                .map(line -> line.split(" "))
                .toList();
        return Long.parseLong(rows.get(1)[List.of(rows.get(0)).indexOf("OutDatagrams")]);
    }

    private Shell.Outcome neighbour(Side side, String verb, String... how) {
        List<String> command = new ArrayList<>(
                List.of("ip", "neigh", verb, side.other().address, "dev", side == Side.A ? "cable-a" : "cable-b"));
        command.addAll(List.of(how));
        return Shell.run(in(side, command));
    }

    @Override
    public void close() {
        holder.close();
    }

    /** How this user makes a namespace: as root, or as root of a user namespace of their own. */
    static List<String> unshare() {
        return ROOT ? List.of("unshare", "-nm") : List.of("unshare", "-Urnm");
    }

    /** The folder of scripts and configurations. */
    static final Path RIG = Path.of("rig").toAbsolutePath();

    private static final boolean ROOT =
            "0".equals(Shell.run(List.of("id", "-u")).output().strip());
}
