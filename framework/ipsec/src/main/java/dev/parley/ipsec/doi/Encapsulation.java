package dev.parley.ipsec.doi;

import dev.parley.ipsec.Mode;
import java.util.Arrays;
import java.util.Optional;

/** Values of the Encapsulation Mode attribute (RFC 2407 section 4.5, RFC 3947 section 5.1). */
public enum Encapsulation {
    TUNNEL(1, Mode.TUNNEL),
    TRANSPORT(2, Mode.TRANSPORT),
    UDP_TUNNEL(3, Mode.TUNNEL),
    UDP_TRANSPORT(4, Mode.TRANSPORT);

    private final int number;
    private final Mode mode;

    Encapsulation(int number, Mode mode) {
        this.number = number;
        this.mode = mode;
    }

    /** Empty for a value that is not defined here. */
    public static Optional<Encapsulation> of(long number) {
        return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
    }

    /** As {@code mode} travels with or without UDP round it (RFC 3948). */
    public static Encapsulation of(Mode mode, boolean udp) {
        return Arrays.stream(values())
                .filter(one -> one.mode == mode && one.udp() == udp)
                .findFirst()
                .orElseThrow();
    }

    public int number() {
        return number;
    }

    public Mode mode() {
        return mode;
    }

    public boolean udp() {
        return this == UDP_TUNNEL || this == UDP_TRANSPORT;
    }
}
