package dev.parley.examples.realpeers;

import dev.parley.examples.realpeers.Shell.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks {@code parley serve} without starting a JVM for each question: one line of JSON there, one back. */
record ControlSocket(Path path) {
    /** The answer as it comes; one with an error in it ends like a command that failed. */
    Outcome ask(String request) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            ByteBuffer line = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            String answer = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
            return new Outcome(answer == null || answer.startsWith("{\"error\"") ? 1 : 0, String.valueOf(answer));
        } catch (IOException e) {
            throw new AssertionError("cannot ask " + path + ": " + e.getMessage(), e);
        }
    }
}
