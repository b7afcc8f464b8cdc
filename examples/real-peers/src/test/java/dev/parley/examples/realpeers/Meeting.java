package dev.parley.examples.realpeers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Parley on side A and strongSwan on side B. */
final class Meeting implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    final RunFolder run = open(RunFolder::new);
    final Namespaces namespaces;
    private final Kernel kernel;
    private final String ours;
    private final CharonConfig theirs;
    Charon charon;
    ParleyProcess parley;

    Meeting(Kernel kernel, ParleyConfig ours, CharonConfig theirs) {
        this(kernel, ours.json(), theirs);
    }

    /** {@code ours} is what {@code parley serve} reads. */
    Meeting(Kernel kernel, String ours, CharonConfig theirs) {
        this.kernel = kernel;
        this.ours = ours;
        this.theirs = theirs;
        try {
            namespaces = open(Namespaces::new);
            startCharon();
            startParley();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** As a combination of the matrix wants it. */
    Meeting(Combination combination) {
        this(combination.kernel(), ParleyConfig.of(combination.suite()), CharonConfig.of(Side.B, combination.suite()));
    }

    /** A power cut at strongSwan's side; it is up again at once, and knows nothing. */
    void restartCharon() {
        charon.kill();
        startCharon();
    }

    /** A power cut at our side; we are up again at once, and know nothing. */
    void restartParley() {
        parley.kill();
        startParley();
    }

    private void startCharon() {
        charon = open(() -> Charon.start(namespaces, Side.B, kernel, theirs, run));
    }

    private void startParley() {
        parley = open(() -> ParleyProcess.start(namespaces, ours, run));
    }

    /** Brings the SAs up; {@code role} is Parley's. */
    void establish(Role role) {
        int sas = parley.keys().esp().size();
        if (role == Role.INITIATOR) {
            parley.up().orFail("parley up" + parley.log());
        } else {
            charon.initiate().orFail("swanctl --initiate" + parley.log());
        }
        charon.await("CHILD_SA net\\{\\d+\\} established");
        parley.awaitSas(sas + 2);
    }

    /** Waits until both sides use one IKE SA and one child, the same. */
    Living agreedSoon() {
        AtomicReference<Living> agreed = new AtomicReference<>();
        parley.await("one IKE SA and one child, those of strongSwan", () -> {
            Living ours = parley.living();
            agreed.set(ours);
            return ours.whole() && ours.equals(charon.living());
        });
        return agreed.get();
    }

    /** Waits until both sides use the same IKE SA and the same child, as {@code wanted}, and hold equal keys. */
    Living agreed(Predicate<Living> wanted) {
        Living agreed = same(wanted);
        parley.await("strongSwan's keys of the IKE SA " + agreed.ike() + " and of all children", () -> {
            CharonLog theirs = charon.keys();
            // where both replace it at once there are two new ones, and each side may derive another one last
            return parley.keys().esp().equals(theirs.esp())
                    && parley.keys()
                            .ike(agreed.ike())
                            .filter(theirs.ike()::contains)
                            .isPresent();
        });
        return agreed;
    }

    /** Waits until both sides use the same IKE SA and the same child, as {@code wanted}. */
    Living same(Predicate<Living> wanted) {
        AtomicReference<Living> agreed = new AtomicReference<>();
        parley.await(
                "the SAs of strongSwan and no others; strongSwan uses " + charon.living() + ", we " + parley.living()
                        + " at first",
                () -> {
                    Living ours = parley.living();
                    agreed.set(ours);
                    return ours.whole() && wanted.test(ours) && ours.equals(charon.living());
                });
        return agreed.get();
    }

    /** strongSwan ends without a word, and another one with another configuration takes its place. */
    void restartCharon(CharonConfig theirs) {
        namespaces.cut(Side.B);
        charon.close();
        namespaces.heal(Side.B);
        charon = open(() -> Charon.start(namespaces, Side.B, kernel, theirs, run));
    }

    /** Records what passes from now on. */
    Capture record() {
        return open(() -> new Capture(namespaces, run.path("capture.pcap")));
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
