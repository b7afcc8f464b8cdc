package dev.parley.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Container;
import dev.parley.testkit.InContainer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundle of the commands is stopped while one of them serves. */
@InContainer
@Timeout(120)
class OperateStopTest {
    @Test
    void serve_ends_with_its_bundle_and_serves_again_when_that_is_started(BundleContext context) throws Exception {
        Path folder = Files.createTempDirectory(
                "parley-stops", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String control = folder.resolve("a.sock").toString();
        int port = freePort();
        Path config = Files.writeString(folder.resolve("a.json"), """
                {"connections": {"to-b": {
                  "local": {"address": "127.0.0.1", "port": %d, "encapsulatedPort": %d, "id": "a.example"},
                  "remote": {"address": "127.0.0.2", "id": "b.example"}, "secret": "correct horse", "start": "wait",
                  "suites": [{"encryption": ["aes-gcm-16:128"], "prf": ["hmac-sha2-256"], "keyExchange": ["x25519"]}],
                  "children": {"net": {"local": ["10.1.0.0/16"], "remote": ["10.2.0.0/16"]}}}}}
                """.formatted(port, freePort()));
        Bundle operate = Container.bundle(context, "dev.parley.operate").orElseThrow();
        for (int round = 0; round < 2; round++) {
            Typed typed = new Typed(context);
            Thread daemon = typed.begin("serve", config.toString(), "--control", control);
            typed.await(control, "to-b +down");
            operate.stop();
            assertThat(Path.of(control)).doesNotExist();
            new DatagramSocket(port, InetAddress.getByName("127.0.0.1")).close();
            daemon.join();
            operate.start();
        }
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
