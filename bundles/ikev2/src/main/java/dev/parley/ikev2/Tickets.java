package dev.parley.ikev2;

import dev.parley.ikev2.sa.IkeMessage;
import dev.parley.ikev2.sa.IkeSa;
import dev.parley.ikev2.sa.Task;
import dev.parley.isakmp.negotiation.Working;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who waits for which answer of our own side. */
final class Tickets {
    /** An answer that is due. */
    record Due(Tasks tasks, Task task, Working<IkeSa, IkeMessage> working) {}

    private final Map<Long, Due> due = new HashMap<>(USUAL);
    private long last;

    long issue(Tasks tasks, Task task, Working<IkeSa, IkeMessage> working) {
        due.put(++last, new Due(tasks, task, working));
        return last;
    }

    /** A ticket for a question whose answer nobody waits for. */
    long unclaimed() {
        return ++last;
    }

    Optional<Due> take(long ticket) {
        return Optional.ofNullable(due.remove(ticket));
    }

    /** Answers that one negotiation awaits at one time. */
    private static final int USUAL = 2;

    /** Forgets what an SA that was dropped had asked. */
    void forget(Tasks tasks) {
        due.values().removeIf(each -> each.tasks() == tasks);
    }

    /** Forgets what an exchange that is over had asked. */
    void forget(Task task) {
        due.values().removeIf(each -> each.task() == task);
    }
}
