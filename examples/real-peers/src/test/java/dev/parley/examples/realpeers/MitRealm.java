package dev.parley.examples.realpeers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A Kerberos realm of one test: MIT's krb5kdc, its database and its keytabs; no root, nothing outlives the test. */
final class MitRealm implements AutoCloseable {
    static final String NAME = "KINK.TEST";

    private static final int PORT = 88;
    private static final String MASTER = "only-for-this-test";

    private final RunFolder run = new RunFolder();
    private final Map<String, String> environment;
    private final Path krb5Conf;
    private final UnaryOperator<List<String>> around;
    private Daemon kdc;

    /** At a loopback port of this machine. */
    MitRealm() {
        this("127.0.0.1", freePort(), TYPES, command -> command);
    }

    /**
     * At an address of a side of the cable, which has all its ports to itself.
     *
     * @param type the only encryption type of its keys, those of sessions too
     */
    MitRealm(Side side, String type, UnaryOperator<List<String>> around) {
        this(side.address, PORT, type, around);
    }

    private MitRealm(String address, int port, String types, UnaryOperator<List<String>> around) {
        this.around = around;
        krb5Conf = run.write("krb5.conf", """
                [libdefaults]
                  default_realm = %1$s
                  dns_lookup_kdc = false
                  dns_lookup_realm = false
                  dns_canonicalize_hostname = false
                  rdns = false
                  kdc_timeout = 1500
                  max_retries = 1
                  default_tkt_enctypes = %3$s
                  default_tgs_enctypes = %3$s
                  permitted_enctypes = %3$s
                [realms]
                  %1$s = {
                    kdc = %4$s:%2$d
                  }
                """.formatted(NAME, port, types, address));
        Path kdcConf = run.write("kdc.conf", """
                [kdcdefaults]
                  kdc_listen = %5$s:%2$d
                  kdc_tcp_listen = %5$s:%2$d
                [realms]
                  %1$s = {
                    database_name = %3$s/principal
                    key_stash_file = %3$s/stash
                    master_key_type = aes256-cts
                    supported_enctypes = %4$s
                  }
                [logging]
                  kdc = STDERR
                """.formatted(
                        NAME, port, run.folder("kdc"), types.replace(" ", ":normal ") + ":normal", address));
        environment = Map.of(
                "KRB5_CONFIG", krb5Conf.toString(),
                "KRB5_KDC_PROFILE", kdcConf.toString());
        shell("kdb5_util", "-r", NAME, "create", "-s", "-P", MASTER);
        start();
    }

    /** What a Kerberos library must be told of this realm. */
    Path krb5Conf() {
        return krb5Conf;
    }

    void start() {
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(
                List.of("krb5kdc", "-n", "-r", NAME, "-P", run.path("kdc.pid").toString()));
        kdc = Daemon.start("krb5kdc", around.apply(command));
        kdc.await("commencing operation");
    }

    /** Ends the KDC; its database stays. */
    void stop() {
        kdc.close();
    }

    /** From now on the KDC hears and says nothing. */
    void freeze() {
        kdc.freeze();
    }

    /** Ends {@link #freeze}. */
    void thaw() {
        kdc.thaw();
    }

    /** How often the KDC has given a ticket for a service. */
    long ticketsFor(String service) {
        return kdc.lines().stream()
                .filter(line -> line.contains("TGS_REQ") && line.contains("ISSUE") && line.endsWith(" for " + service))
                .count();
    }

    /** The encryption type of the session key of the last service ticket that the KDC gave. */
    int ticketType() {
        return Integer.parseInt(
                kdc.await("TGS_REQ .* ses=\\S*\\((\\d+)\\)\\}.* for kink/").group(1));
    }

    /** Adds a principal with a random key. */
    void add(String principal) {
        kadmin("addprinc -randkey " + principal);
    }

    /** Takes a principal out of the database. */
    void remove(String principal) {
        kadmin("delprinc -force " + principal);
    }

    /** From now on a Kerberos library that reads our krb5.conf allows this encryption type alone. */
    void allow(String type) {
        String before = run.read("krb5.conf");
        run.write("krb5.conf", before.replaceAll("_enctypes = .*", "_enctypes = " + type));
    }

    /** From now on a Kerberos library that reads our krb5.conf has no other patience than its own. */
    void forgetTimeLimits() {
        String before = run.read("krb5.conf");
        run.write("krb5.conf", before.replaceAll("(?m)^ *(kdc_timeout|max_retries) = .*\n", ""));
    }

    /** Has a principal's tickets last no longer than so many seconds. */
    void limitLife(String principal, int seconds) {
        kadmin("modprinc -maxlife \"" + seconds + " seconds\" " + principal);
    }

    /** Gives a principal a new key of one encryption type, and appends it to {@code name}. */
    Path keytab(String principal, String type, String name) {
        Path file = run.path(name);
        kadmin("ktadd -k " + file + " -e " + type + ":normal " + principal);
        return file;
    }

    /** A place for a file of the test. */
    Path path(String name) {
        return run.path(name);
    }

    private void kadmin(String query) {
        shell("kadmin.local", "-r", NAME, "-q", query);
    }

    private void shell(String... command) {
        Shell.run(environment, List.of(command)).orFail(command[0]);
    }

    private static int freePort() {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
            return udp.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no free port", e);
        }
    }

    @Override
    public void close() {
        kdc.close();
        run.close();
    }

    private static final String TYPES = "aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96"
            + " aes256-cts-hmac-sha384-192 aes128-cts-hmac-sha256-128";
}
