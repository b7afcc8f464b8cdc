package dev.parley.examples.realpeers;

import dev.parley.examples.realpeers.Shell.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** A strongSwan that runs on one side. */
final class Charon implements AutoCloseable {
    private final Daemon daemon;
    private final Path folder;

    private Charon(Daemon daemon, Path folder) {
        this.daemon = daemon;
        this.folder = folder;
    }

    static Charon start(Namespaces namespaces, Side side, Kernel kernel, CharonConfig config, RunFolder run) {
        String name = "charon-" + side;
        Path folder = run.folder(name);
        Map<String, String> values = new HashMap<>(config.values());
        values.put("folder", folder.toString());
        values.put("kernel", kernel == Kernel.LIBIPSEC ? "kernel-libipsec" : "");
        run.fill("strongswan.conf", values, name + "/strongswan.conf");
        run.fill("swanctl.conf", values, name + "/swanctl/swanctl.conf");
        List<String> command = new ArrayList<>(
                List.of("unshare", "-m", Namespaces.RIG.resolve("charon").toString(), folder.toString()));
        if (kernel == Kernel.NOESP) {
            command.add(shim(run).toString());
        }
        Charon charon = new Charon(Daemon.start(name, namespaces.in(side, command)), folder);
        try {
            charon.daemon.await("spawning \\d+ worker threads");
            charon.swanctl("--load-all").orFail("loading " + side + "'s configuration");
        } catch (AssertionError e) {
            charon.close();
            throw e;
        }
        return charon;
    }

    /** Negotiates the IKE SA and the child. */
    Outcome initiate() {
        return swanctl("--initiate", "--child", "net", "--timeout", "15");
    }

    /** Begins to replace the child; returns before that is done. */
    void rekeyChild() {
        swanctl("--rekey", "--child", "net").orFail("rekeying the child");
    }

    /** Begins to replace the IKE SA; returns before that is done. */
    void rekeyIke() {
        swanctl("--rekey", "--ike", "psk").orFail("rekeying the IKE SA");
    }

    /** Begins to make everything anew; returns before that is done. */
    void reauthenticate() {
        swanctl("--rekey", "--ike", "psk", "--reauth").orFail("reauthenticating the IKE SA");
    }

    void deleteChild() {
        swanctl("--terminate", "--child", "net", "--timeout", "10").orFail("deleting the child");
    }

    void deleteIke() {
        swanctl("--terminate", "--ike", "psk", "--timeout", "10").orFail("deleting the IKE SA");
    }

    /** Its SAs, as it tells them to a person. */
    String sas() {
        return swanctl("--list-sas").orFail("listing SAs");
    }

    /** The SAs that it uses: not those that it keeps for packets still on their way. */
    Living living() {
        String raw = swanctl("--list-sas", "--raw").orFail("listing SAs");
        return new Living(
                Living.find(raw, "state=ESTABLISHED .*?initiator-spi=(\\w+) responder-spi=(\\w+)"),
                Living.find(raw, "state=INSTALLED [^{}]*?spi-in=(\\w+)[^{}]*? spi-out=(\\w+)"));
    }

    CharonLog keys() {
        return CharonLog.read(daemon.lines());
    }

    MatchResult await(String regex) {
        return daemon.await(regex);
    }

    MatchResult await(String regex, int from) {
        return daemon.await(regex, from);
    }

    /** What it has said since {@code from}. */
    List<String> lines(int from) {
        List<String> all = daemon.lines();
        return all.subList(from, all.size());
    }

    /** A place in its log, for {@link #await(String, int)}. */
    int here() {
        return daemon.here();
    }

    /** Ends it as a power cut would. */
    void kill() {
        daemon.kill();
    }

    /** From now on it neither hears nor says anything. */
    void freeze() {
        daemon.freeze();
    }

    /** Ends {@link #freeze}. */
    void thaw() {
        daemon.thaw();
    }

    @Override
    public void close() {
        daemon.close();
    }

    private Outcome swanctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("swanctl"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--uri", "unix://" + folder.resolve("vici")));
        return Shell.run(
                Map.of(
                        "SWANCTL_DIR", folder.resolve("swanctl").toString(),
                        "STRONGSWAN_CONF", folder.resolve("strongswan.conf").toString()),
                command);
    }

    private static Path shim(RunFolder run) {
        Path library = run.path("noesp.so");
        Path source = Namespaces.RIG.resolve("noesp.c");
        Shell.run(List.of("gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl"))
                .orFail("compiling " + source);
        return library;
    }
}
