package dev.parley.examples.realpeers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Parley on both sides, and MIT's KDC on side A: it vouches for both (RFC 4430). Each side has a clock of its own. */
final class KinkMeeting implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    final RunFolder run = open(RunFolder::new);
    final Namespaces namespaces;
    final Clock clockA;
    final Clock clockB;
    final MitRealm realm;
    final KinkConfig forA;
    final KinkConfig forB;

    /** @param type the encryption type of all keys, as MIT calls it */
    KinkMeeting(String type) {
        try {
            namespaces = open(Namespaces::new);
            clockA = new Clock(run, "a");
            clockB = new Clock(run, "b");
            realm = open(() -> new MitRealm(Side.A, type, command -> namespaces.in(Side.A, clockA.around(command))));
            forA = config(Side.A, type);
            forB = config(Side.B, type);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private KinkConfig config(Side side, String type) {
        String principal = KinkConfig.principal(side);
        realm.add(principal);
        return KinkConfig.of(side, realm.keytab(principal, type, keytab(side)));
    }

    /** The file with a side's keys, in the realm's folder. */
    static String keytab(Side side) {
        return side + ".keytab";
    }

    /** A Parley on the side of {@code config}. */
    ParleyProcess start(KinkConfig config) {
        return start(config.side(), config.json(), command -> command);
    }

    /** The same, by any file, its command line changed by {@code around}. */
    ParleyProcess start(Side side, String json, UnaryOperator<List<String>> around) {
        RunFolder own = open(RunFolder::new);
        return open(() -> ParleyProcess.start(command -> in(side, around.apply(command)), json, own));
    }

    /** What a Parley says that does not come to serve. */
    Shell.Outcome run(KinkConfig config, UnaryOperator<List<String>> around) {
        RunFolder own = open(RunFolder::new);
        return ParleyProcess.fail(command -> in(config.side(), around.apply(command)), config.json(), own);
    }

    /** {@code command}, on one side, in our realm and by its side's clock. */
    List<String> in(Side side, List<String> command) {
        List<String> inside =
                new ArrayList<>(List.of("env", "JAVA_TOOL_OPTIONS=-Djava.security.krb5.conf=" + realm.krb5Conf()));
        inside.addAll(command);
        return namespaces.in(side, (side == Side.A ? clockA : clockB).around(inside));
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure = new IllegalStateException("cleaning up failed: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private <T extends AutoCloseable> T open(Supplier<T> part) {
        T opened = part.get();
        parts.push(opened);
        return opened;
    }
}
