package dev.parley.operate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    @TempDir
    Path folder;

    @Test
    void a_request_is_answered_and_a_no_comes_with_its_detail_and_code() throws Exception {
        Path socket = folder.resolve("own/c.sock");
        try (ControlServer server = ControlServer.open(socket, ControlSocketTest::echo)) {
            assertThat(server).isNotNull();
            JsonObject request = new JsonObject();
            request.addProperty("say", "ä\n\"x\"".repeat(10_000));
            assertThat(new ControlClient(socket).ask(request)).isEqualTo(request);

            request.addProperty("refuse", true);
            ControlException refused =
                    catchThrowableOfType(ControlException.class, () -> new ControlClient(socket).ask(request));
            assertThat(refused).hasMessage("no");
            assertThat(refused.detail()).containsExactly("because");
            assertThat(refused.code()).isEqualTo(ControlException.FAILED);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void a_bug_in_the_daemon_is_an_answer_too() throws Exception {
        Path socket = folder.resolve("own/c.sock");
        try (ControlServer server = ControlServer.open(socket, request -> {
            throw new IllegalStateException("oops");
        })) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> new ControlClient(socket).ask(new JsonObject()))
                    .hasMessage("a bug in the daemon: java.lang.IllegalStateException: oops; its log has more");
        }
    }

    @Test
    void its_folder_is_made_for_the_owner_alone() throws Exception {
        Path socket = folder.resolve("deep/own/c.sock");
        try (ControlServer server = ControlServer.open(socket, ControlSocketTest::echo)) {
            assertThat(server).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_folder_that_others_can_enter_is_refused_by_both_sides() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path socket = open.resolve("c.sock");
        for (String permissions : List.of("rwxr-xr-x", "rwx-----x", "rwx-w----")) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> ControlServer.open(socket, ControlSocketTest::echo))
                    .isInstanceOf(IOException.class)
                    .hasMessage(open + " is open to others (" + permissions
                            + "): chmod 700 it, or choose another with --control");
        }
        Files.createFile(socket);
        ControlException refused =
                catchThrowableOfType(ControlException.class, () -> new ControlClient(socket).ask(new JsonObject()));
        assertThat(refused).hasMessageStartingWith(open + " is open to others");
        assertThat(refused.code()).isEqualTo(ControlException.UNREACHABLE);
    }

    @Test
    void a_link_in_the_place_of_the_folder_is_refused() throws Exception {
        Path target = Files.createDirectory(
                folder.resolve("target"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        assertThatThrownBy(() -> ControlServer.open(link.resolve("c.sock"), ControlSocketTest::echo))
                .hasMessageStartingWith(link + " is no folder");
    }

    @Test
    void a_second_daemon_is_refused_and_a_dead_ones_socket_is_taken_over() throws Exception {
        Path socket = folder.resolve("own/c.sock");
        try (ControlServer first = ControlServer.open(socket, ControlSocketTest::echo)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> ControlServer.open(socket, ControlSocketTest::echo))
                    .hasMessageStartingWith("a daemon runs already, its control socket is " + socket);
            assertThat(new ControlClient(socket).ask(new JsonObject())).isEqualTo(new JsonObject());
        }
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(socket).exists();
        try (ControlServer second = ControlServer.open(socket, ControlSocketTest::echo)) {
            assertThat(second).isNotNull();
            assertThat(new ControlClient(socket).ask(new JsonObject())).isEqualTo(new JsonObject());
        }
    }

    @Test
    void what_is_no_socket_is_left_alone_wherever_control_points() throws Exception {
        Path own = Files.createDirectory(
                folder.resolve("own"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = Files.writeString(own.resolve("gateway.json"), "precious");
        Path empty = Files.createDirectory(own.resolve("empty"));
        for (Path slip : List.of(file, empty, Files.createSymbolicLink(own.resolve("link"), file))) {
            assertThatThrownBy(() -> ControlServer.open(slip, ControlSocketTest::echo))
                    .isInstanceOf(IOException.class)
                    .hasMessage("something that is no socket is in the place of the control socket " + slip
                            + ": choose another with --control");
        }
        assertThat(file).hasContent("precious");
        assertThat(empty).isDirectory();
        assertThatThrownBy(() -> ControlServer.open(Path.of("/"), ControlSocketTest::echo))
                .isInstanceOf(IOException.class)
                .hasMessage("/ is a folder, and no name for a control socket: choose one with --control");
    }

    @Test
    @Timeout(60)
    void clients_that_say_nothing_do_not_make_others_wait_for_ever() throws Exception {
        Path socket = folder.resolve("own/c.sock");
        List<SocketChannel> idle = new ArrayList<>();
        try (ControlServer server = ControlServer.open(socket, ControlSocketTest::echo)) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 16; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThatThrownBy(() -> new ControlClient(socket).ask(new JsonObject()))
                    .hasMessage("the daemon is busy with 16 commands: end one, or try again later");
        } finally {
            for (SocketChannel client : idle) {
                client.close();
            }
        }
    }

    @Test
    void without_a_daemon_a_client_says_what_to_do() throws Exception {
        Path socket = folder.resolve("c.sock");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(nobody(socket))
                .isEqualTo("no daemon runs: there is no control socket at " + socket
                        + "; start one with 'parley serve CONFIG.json', or name its socket with --control");
        Files.createFile(socket);
        assertThat(nobody(socket)).startsWith("no daemon runs: nobody answers at " + socket);
    }

    @Test
    void a_path_that_no_socket_can_have_is_refused_in_plain_words() {
        Path socket = folder.resolve("x".repeat(100)).resolve("c.sock");
        assertThatThrownBy(() -> ControlServer.open(socket, ControlSocketTest::echo))
                .hasMessageContaining("octets long and 103 is the most: choose a shorter one with --control");
    }

    @Test
    void the_standard_place_is_the_runtime_folder_else_home_else_the_temporary_folder() {
        Path nowhere = folder.resolve("missing");
        assertThat(ControlPath.standard(Map.of("XDG_RUNTIME_DIR", folder.toString()), nowhere, nowhere, "me"))
                .isEqualTo(folder.resolve("parley/control.sock"));
        assertThat(ControlPath.standard(Map.of("XDG_RUNTIME_DIR", nowhere.toString()), folder, nowhere, "me"))
                .isEqualTo(folder.resolve(".parley/control.sock"));
        assertThat(ControlPath.standard(Map.of(), nowhere, folder, "me"))
                .isEqualTo(folder.resolve("parley-me/control.sock"));
    }

    private static String nobody(Path socket) {
        ControlException nobody =
                catchThrowableOfType(ControlException.class, () -> new ControlClient(socket).ask(new JsonObject()));
        assertThat(nobody.code()).isEqualTo(ControlException.UNREACHABLE);
        return nobody.getMessage();
    }

    private static JsonObject echo(JsonObject request) throws ControlException {
        if (request.has("refuse")) {
            throw new ControlException(ControlException.FAILED, "no", List.of("because"));
        }
        return request;
    }
}
