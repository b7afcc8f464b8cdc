package dev.parley.operate.dissect;

import java.io.IOException;
import java.util.List;

/** Shows what was seen, packet by packet, so that a capture of any length can be read. */
interface DissectionPrinter {
    /** Once there is something to read. */
    void begin() throws IOException;

    void print(Seen seen) throws IOException;

    /** @param lines what there is to say in the end */
    void end(Tally tally, List<String> lines) throws IOException;

    /** How many of what. */
    record Tally(long messages, long faulty, long unreadable, long traffic, long others) {
        Tally and(Seen seen) {
            boolean broken = seen.dissection().faulty();
            return switch (seen.kind()) {
                case MESSAGE -> new Tally(messages + 1, faulty + (broken ? 1 : 0), unreadable, traffic, others);
                case UNREADABLE -> new Tally(messages, faulty, unreadable + 1, traffic, others);
                case TRAFFIC -> new Tally(messages, faulty, unreadable, traffic + 1, others);
                case OTHER -> new Tally(messages, faulty, unreadable, traffic, others + 1);
            };
        }

        @Override
        public String toString() {
            return messages
                    + (messages == 1 ? " message" : " messages")
                    + (faulty > 0 ? ", " + faulty + " malformed" : "")
                    + (unreadable > 0 ? "; " + unreadable + " that no bundle here reads" : "")
                    + (traffic > 0 ? "; " + traffic + " packets of ESP, AH or NAT-keepalives" : "")
                    + (others > 0 ? "; " + others + " other packets" : "");
        }
    }
}
