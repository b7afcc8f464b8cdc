package dev.parley.operate.dissect;

import dev.parley.capture.CaptureException;
import dev.parley.capture.IpPacket;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages in hexadecimal, as people paste them: with white space or without, with offsets and text beside (xxd, hexdump -C,
 * Wireshark) or without; a blank line between two messages. Lines that begin with # are remarks.
 */
final class HexSource implements PacketSource {
    /** A UDP datagram holds no more. */
    private static final int MAX_OCTETS = 65_535;

    private static final int MAX_LINE = 200_000;
    private static final Endpoint NOWHERE = new Endpoint(Bytes.zeros(4), 0, false);

    private final BufferedReader lines;
    private int line;
    private long number;

    HexSource(BufferedReader lines) {
        this.lines = lines;
    }

    @Override
    public Optional<Packet> next() throws IOException {
        StringBuilder digits = new StringBuilder();
        for (Optional<String> text = read(); text.isPresent(); text = read()) {
            if (text.get().isBlank()) {
                if (!digits.isEmpty()) {
                    break;
                }
            } else if (!text.get().startsWith("#")) {
                digits.append(octets(text.get(), digits.length() / 2));
                if (digits.length() > 2 * MAX_OCTETS) {
                    throw new CaptureException("line " + line + ": no message has more than " + MAX_OCTETS
                            + " octets; a blank line ends one");
                }
            }
        }
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        if (digits.length() % 2 != 0) {
            throw new CaptureException("line " + line + ": half an octet is left at the end of the message");
        }
        number++;
        return Optional.of(new Packet(number, 0, IpPacket.UDP, NOWHERE, NOWHERE, Bytes.hex(digits.toString())));
    }

    /** Bounded, since what is no text at all may be one line of any length. */
    private Optional<String> read() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = lines.read(); c >= 0; c = lines.read()) {
            if (c == '\n') {
                line++;
                return Optional.of(text.toString());
            }
            if (text.length() == MAX_LINE) {
                throw new CaptureException("line " + (line + 1) + " is longer than " + MAX_LINE + " characters");
            }
            text.append((char) c);
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        line++;
        return Optional.of(text.toString());
    }

    /** The digits of a line; {@code before} octets of the message stand in the lines above. */
    private String octets(String text, int before) throws IOException {
        String data = text.strip();
        List<String> words = new ArrayList<>(List.of(data.split("\\s+")));
        boolean colon = words.get(0).matches("(0x)?[0-9a-fA-F]{3,8}:");
        if (colon || isOffset(words, before)) {
            data = data.substring(words.get(0).length()).strip();
            // beside the octets stands what they spell: behind a bar, or behind a gap that is wider than those between
            // octets
            data = data.replaceFirst("\\|.*", "").replaceFirst(colon ? "\\s{2,}.*" : "\\s{3,}.*", "");
        }
        String digits = data.replaceAll("\\s|0x|[,:]", "");
        if (!digits.matches("[0-9a-fA-F]*")) {
            throw new CaptureException("line " + line + ": neither a capture nor hexadecimal: '" + start(text) + "'");
        }
        return digits;
    }

    /** The last line of some dumps is an offset and nothing else. */
    private static boolean isOffset(List<String> words, int before) {
        return words.get(0).matches("[0-9a-fA-F]{4,8}")
                && Integer.parseUnsignedInt(words.get(0), 16) == before
                && (words.size() == 1 ? before > 0 : words.get(1).length() == 2);
    }

    private static String start(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() > 40 ? printable.substring(0, 40) + "..." : printable;
    }

    @Override
    public List<String> passedOver() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
