package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A policy whose methods are not all installed, in a framework: it says for what it waits, and begins when that has come. */
@InContainer
@Timeout(120)
class WaitingPolicyTest {
    @Test
    void a_connection_waits_for_its_methods_and_begins_by_itself_when_their_bundle_starts(BundleContext context)
            throws Exception {
        Path folder = Files.createTempDirectory(
                "parley-waits", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String control = folder.resolve("a.sock").toString();
        String peers = folder.resolve("b.sock").toString();
        int[] ports = freePorts();
        String a = end("127.0.0.1", ports[0], ports[1], "a.example");
        String b = end("127.0.0.2", ports[2], ports[3], "b.example");
        Path atA = config(folder, "to-b", "initiate", a, b, "10.1.0.0/16", "10.2.0.0/16");
        Path atB = config(folder, "to-a", "wait", b, a, "10.2.0.0/16", "10.1.0.0/16");
        Typed typed = new Typed(context);
        Bundle oakley = Container.bundle(context, "dev.parley.oakley").orElseThrow();
        oakley.stop();
        Thread peer = typed.begin("serve", atB.toString(), "--control", peers);
        typed.await(peers, "to-a +down");
        Thread daemon = typed.begin("serve", atA.toString(), "--control", control);
        try {
            typed.await(control, "to-b +waits for methods");
            assertThat(typed.say("list", "--control", control))
                    .contains(
                            "to-b: no installed bundle has the key-exchange 'x25519'; dev.parley.oakley would bring it");
            assertThat(typed.say("up", "to-b", "--control", control))
                    .contains("to-b waits, and begins by itself when all is there: no installed bundle has the "
                            + "key-exchange 'x25519'; dev.parley.oakley would bring it, but it was stopped");
            assertThat(typed.say("explain", "to-b", "--control", control))
                    .contains("to-b waits: no installed bundle has the key-exchange 'x25519'");

            oakley.start();
            typed.await(control, "to-b +up ");
        } finally {
            oakley.start();
            daemon.interrupt();
            daemon.join();
            peer.interrupt();
            peer.join();
        }
    }

    private static int[] freePorts() throws IOException {
        int[] ports = new int[4];
        for (int i = 0; i < ports.length; i++) {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
                ports[i] = socket.getLocalPort();
            }
        }
        return ports;
    }

    private static String end(String address, int port, int encapsulated, String id) {
        return "{\"address\": \"%s\", \"port\": %d, \"encapsulatedPort\": %d, \"id\": \"%s\"}"
                .formatted(address, port, encapsulated, id);
    }

    private static Path config(
            Path folder, String name, String start, String local, String remote, String here, String there)
            throws IOException {
        return Files.writeString(
                folder.resolve(name + ".json"), """
                {"connections": {"%s": {
                  "local": %s, "remote": %s, "secret": "correct horse", "start": "%s",
                  "suites": [{"encryption": ["aes-gcm-16:128"], "prf": ["hmac-sha2-256"], "keyExchange": ["x25519"]}],
                  "children": {"net": {"local": ["%s"], "remote": ["%s"]}}}}}
                """.formatted(name, local, remote, start, here, there));
    }
}
