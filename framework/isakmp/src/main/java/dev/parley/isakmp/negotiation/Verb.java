package dev.parley.isakmp.negotiation;

/** A command's verb. An open value: a stranger's protocol may have its own. */
public record Verb(String name) {
    public static final Verb ESTABLISH = new Verb("establish");
    public static final Verb DELETE = new Verb("delete");
    /** Replace what the wish names by something fresh. */
    public static final Verb REKEY = new Verb("rekey");

    /** Let both ends prove again who they are, and replace all there is by what comes of it. */
    public static final Verb REAUTHENTICATE = new Verb("reauthenticate");

    /** Ask the peer whether it lives. */
    public static final Verb PROBE = new Verb("probe");
    /** Begin nothing new, finish what runs, then finish. */
    public static final Verb DRAIN = new Verb("drain");
}
