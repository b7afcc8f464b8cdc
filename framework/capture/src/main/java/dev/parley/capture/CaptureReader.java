package dev.parley.capture;

import dev.parley.isakmp.wire.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Reads the frames of a capture, one after the other: never more of it is in memory than one. */
@ProviderType
public interface CaptureReader extends Closeable {
    /** libpcap captures no more of a frame (its MAXIMUM_SNAPLEN); a longer one is a broken file, not a reason to allocate. */
    int MAX_FRAME_OCTETS = 262_144;

    /** So many octets of a file are enough for {@link #recognises}. */
    int MAGIC_OCTETS = 4;

    /**
     * The next frame; empty at the end.
     *
     * @throws CaptureException if the file ends within a frame or is broken; the frames before it were good
     */
    Optional<Frame> next() throws IOException;

    /** Whether a file that begins so is a capture; {@code beginning} may be shorter than {@link #MAGIC_OCTETS}. */
    static boolean recognises(Bytes beginning) {
        return beginning.length() >= MAGIC_OCTETS
                && (PcapReader.recognises(beginning) || PcapngReader.recognises(beginning));
    }

    /**
     * A reader of pcap or pcapng, whichever the first octets say, in either byte order.
     *
     * @throws CaptureException if it is neither, or its link type is not known here
     */
    static CaptureReader open(InputStream octets) throws IOException {
        CaptureInput in = new CaptureInput(octets);
        Bytes magic = in.upTo(MAGIC_OCTETS);
        if (magic.isEmpty()) {
            throw new CaptureException("it is empty");
        }
        if (!recognises(magic)) {
            throw new CaptureException(
                    "it is no capture: it begins with " + magic + ", neither as pcap nor as pcapng does");
        }
        return PcapReader.recognises(magic) ? PcapReader.after(magic, in) : PcapngReader.after(in);
    }
}
