package dev.parley.operate.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the control socket is. Whoever reaches it commands the daemon, so it stands in a folder that only its owner can
 * enter: the folder's permissions are the access control, the same on every system.
 */
public final class ControlPath {
    private static final String SOCKET = "control.sock";
    /** What fits in sockaddr_un with its ending zero: 108 octets on Linux, 104 elsewhere. */
    private static final int MAX_OCTETS = 103;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private ControlPath() {}

    /**
     * The place to take when nobody names one: {@code $XDG_RUNTIME_DIR/parley}, else {@code ~/.parley}, else a folder
     * in the
     * temporary folder.
     *
     * @param environment the process's environment
     * @param home the user's home folder
     * @param temporary the folder for temporary files
     * @param user tells users apart in {@code temporary}
     */
    public static Path standard(Map<String, String> environment, Path home, Path temporary, String user) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty() && Files.isWritable(Path.of(runtime))) {
            return Path.of(runtime, "parley", SOCKET);
        }
        Path folder = Files.isWritable(home) ? home.resolve(".parley") : temporary.resolve("parley-" + user);
        return folder.resolve(SOCKET);
    }

    /** The same, for this process. */
    public static Path standard() {
        return standard(
                System.getenv(),
                Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home"))),
                Path.of(System.getProperty("java.io.tmpdir")),
                System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    /**
     * Makes the socket's folder if it is not there, and checks that nobody else can enter it.
     *
     * @throws IOException saying in one line what is wrong and what to do
     */
    public static void prepare(Path socket) throws IOException {
        Path folder = folder(socket);
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            check(socket);
        }
    }

    /**
     * Checks that nobody else can have put the socket there, or can use it.
     *
     * @throws IOException saying in one line what is wrong and what to do
     */
    public static void check(Path socket) throws IOException {
        int length = socket.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_OCTETS) {
            throw new IOException("the control socket's path is " + length + " octets long and " + MAX_OCTETS
                    + " is the most: choose a shorter one with --control");
        }
        Path folder = folder(socket);
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw new IOException(
                    folder + " is no folder, so no control socket can be in it: choose another with --control");
        }
        if (!attributes.owner().equals(me())) {
            throw new IOException(folder + " belongs to " + attributes.owner().getName()
                    + ", so its control socket cannot be trusted: choose another with --control");
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(attributes.permissions());
        open.removeAll(OWNER_ONLY);
        if (!open.isEmpty()) {
            throw new IOException(
                    folder + " is open to others (" + PosixFilePermissions.toString(attributes.permissions())
                            + "): chmod 700 it, or choose another with --control");
        }
    }

    /** Who runs this process, as the file system calls it: whoever owns what it creates. */
    private static Object me() throws IOException {
        Path probe = Files.createTempFile("parley-", ".owner");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static Path folder(Path socket) throws IOException {
        Path folder = socket.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IOException(socket + " is a folder, and no name for a control socket: choose one with --control");
        }
        return folder;
    }
}
