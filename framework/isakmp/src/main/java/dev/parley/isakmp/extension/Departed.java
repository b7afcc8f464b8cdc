package dev.parley.isakmp.extension;

/** Thrown by the lease of an extension whose bundle has left: the call reached nobody. Not a bug of the caller. */
public final class Departed extends RuntimeException {
    public Departed(String point, String key) {
        super(point + " " + key + " has left: its bundle was stopped", null, false, false);
    }
}
