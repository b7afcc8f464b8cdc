package dev.parley.examples.realpeers;

import java.nio.file.Path;
import java.util.List;

/** What passes over the cable, as seen from side A: IKE and ESP in UDP. */
final class Capture implements AutoCloseable {
    private final Namespaces namespaces;
    private final Path file;
    private final Daemon tcpdump;

    Capture(Namespaces namespaces, Path file) {
        this.namespaces = namespaces;
        this.file = file;
        // it drops root's privileges otherwise, and with them the run's folder
        tcpdump = Daemon.start(
                "tcpdump",
                namespaces.in(
                        Side.A, "tcpdump", "-Z", "root", "-i", "cable-a", "-n", "--immediate-mode", "-U", "--print", "-l", "-w", file.toString(),
                        "udp port 500 or udp port 4500 or udp port " + END_PORT));
        tcpdump.await("listening on");
    }

    /** The file, once everything that was sent before is in it. */
    Path finish() {
        String mark = "echo >/dev/udp/" + Side.B.address + "/" + END_PORT;
        Shell.run(namespaces.in(Side.A, "bash", "-c", mark)).orFail("marking the capture's end");
        tcpdump.await("> " + Side.B.address + "\\." + END_PORT + ":");
        close();
        return file;
    }

    /** One line a packet. */
    List<String> lines() {
        return tcpdump.lines();
    }

    @Override
    public void close() {
        tcpdump.close();
    }

    /** The discard service (RFC 863): a packet to it is no part of the conversation. */
    private static final int END_PORT = 9;

}
