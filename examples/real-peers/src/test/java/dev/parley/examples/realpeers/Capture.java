package dev.parley.examples.realpeers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What passes over the cable, as seen from side A: IKE and ESP in UDP. */
final class Capture implements AutoCloseable {
    private final Namespaces namespaces;
    private final Path file;
    private final Daemon dumpcap;

    Capture(Namespaces namespaces, Path file) {
        this.namespaces = namespaces;
        this.file = file;
        String filter = "udp port 500 or udp port 4500 or udp port " + END_PORT;
        dumpcap = Daemon.start(
                "dumpcap",
                namespaces.in(Side.A, "dumpcap", "-i", "cable-a", "-P", "-q", "-f", filter, "-w", file.toString()));
        try {
            dumpcap.await("^File: ");
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** The file, once everything that was sent before is in it. */
    Path finish() {
        String mark = "echo " + END + " >/dev/udp/" + Side.B.address + "/" + END_PORT;
        Shell.run(namespaces.in(Side.A, "bash", "-c", mark)).orFail("marking the capture's end");
        dumpcap.await("the capture's end", this::isMarked);
        close();
        return file;
    }

    @Override
    public void close() {
        dumpcap.close();
    }

    private boolean isMarked() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The discard service (RFC 863): what goes there is no part of the conversation. */
    private static final int END_PORT = 9;

    private static final String END = "the-capture-ends-here";
}
