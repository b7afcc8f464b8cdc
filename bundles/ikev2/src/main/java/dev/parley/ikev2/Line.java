package dev.parley.ikev2;

import dev.parley.ikev2.sa.IkeSa;

/** An IKE SA of a negotiation, with its pipeline and its exchanges. */
record Line(IkeSa sa, Tasks tasks, SaPipeline pipeline) {
    static Line of(IkeSa sa, Tickets tickets) {
        Tasks tasks = new Tasks(sa, tickets);
        return new Line(sa, tasks, new SaPipeline(sa, tasks));
    }
}
