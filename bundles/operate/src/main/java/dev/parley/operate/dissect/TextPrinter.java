package dev.parley.operate.dissect;

import dev.parley.isakmp.dissection.Layer;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** For a person: a line a message, in RFC notation; beneath it what is wrong, and with more detail all of its fields. */
final class TextPrinter implements DissectionPrinter {
    private static final String INDENT = " ".repeat(8);
    private static final double NANOS_A_SECOND = 1e9;
    /** Enough to say once what is said again and again. */
    private static final int MAX_NOTES = 1_000;

    private final Consumer<String> out;
    private final Detail detail;
    private final Set<String> notes = new HashSet<>();
    private Optional<Long> first = Optional.empty();
    private int width;

    TextPrinter(Consumer<String> out, Detail detail) {
        this.out = out;
        this.detail = detail;
    }

    @Override
    public void begin() {}

    @Override
    public void print(Seen seen) {
        if (seen.kind() == Seen.Kind.OTHER) {
            return;
        }
        Packet packet = seen.packet();
        out.accept(String.format(Locale.ROOT, "%5d  ", packet.frame())
                + place(packet)
                + seen.dissection().notation());
        for (String note : seen.dissection().notes()) {
            if (notes.size() < MAX_NOTES && notes.add(note)) {
                out.accept(INDENT + note);
            }
        }
        for (Layer layer : seen.dissection().layers()) {
            if (detail == Detail.FIELDS) {
                Dump.tree(layer).forEach(line -> out.accept(INDENT + line));
            }
            layer.fault().ifPresent(fault -> Dump.fault(layer, fault).forEach(line -> out.accept(INDENT + line)));
        }
    }

    @Override
    public void end(Tally tally, List<String> lines) {
        out.accept("");
        out.accept(tally.toString());
        lines.forEach(out);
    }

    /** When and between whom, if that is known. */
    private String place(Packet packet) {
        if (packet.nanos() == 0 && packet.from().address().isZero()) {
            return "";
        }
        if (first.isEmpty()) {
            first = Optional.of(packet.nanos());
        }
        String ends = end(packet.from()) + " -> " + end(packet.to());
        width = Math.max(width, ends.length());
        double seconds = (packet.nanos() - first.get()) / NANOS_A_SECOND;
        return String.format(Locale.ROOT, "%11.6f  ", seconds) + ends + " ".repeat(width - ends.length() + 2);
    }

    private static String end(Endpoint end) {
        return end.port() == 0 ? IpAddress.format(end.address()) : end.toString();
    }
}
