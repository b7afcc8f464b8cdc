package dev.parley.operate.daemon;

import dev.parley.engine.Host;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Keeps a connection up that is to be begun by us: asks again, ever less often, while it fails, and soon after it was
 * lost. A person's {@code down} ends that until the next {@code up}. Safe for several threads.
 */
final class StandingConnection {
    /** A gateway that was restarted is back by then, and nobody has been waiting for long. */
    private static final long FIRST_MILLIS = 2_000;
    /** A peer that is away for days is asked once a minute. */
    private static final long LONGEST_MILLIS = 60_000;

    private final Host host;
    private final BooleanSupplier up;
    private final Runnable establish;
    private final AtomicReference<Optional<Host.Cancellation>> planned = new AtomicReference<>(Optional.empty());
    private long delay = FIRST_MILLIS;
    private boolean wanted;
    private boolean asked;

    /**
     * @param up whether there are SAs
     * @param establish begins; {@link #settled} is to follow
     */
    StandingConnection(Host host, BooleanSupplier up, Runnable establish) {
        this.host = host;
        this.up = up;
        this.establish = establish;
    }

    synchronized void want() {
        stop();
        wanted = true;
        delay = FIRST_MILLIS;
        look();
    }

    synchronized void stop() {
        wanted = false;
        planned.getAndSet(Optional.empty()).ifPresent(Host.Cancellation::cancel);
    }

    /** The last attempt has ended. */
    synchronized void settled() {
        asked = false;
    }

    private synchronized void look() {
        if (!wanted) {
            return;
        }
        if (up.getAsBoolean()) {
            delay = FIRST_MILLIS;
        } else if (!asked) {
            asked = true;
            establish.run();
            delay = Math.min(2 * delay, LONGEST_MILLIS);
        }
        planned.set(Optional.of(host.later(delay, this::look)));
    }
}
