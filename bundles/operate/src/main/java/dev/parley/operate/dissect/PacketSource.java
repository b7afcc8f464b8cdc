package dev.parley.operate.dissect;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Packets, one after the other. */
interface PacketSource extends Closeable {
    /**
     * The next one; empty at the end.
     *
     * @throws IOException if what follows cannot be read, in one line; what came before was good
     */
    Optional<Packet> next() throws IOException;

    /** What was passed over so far and why, a line each. */
    List<String> passedOver();
}
