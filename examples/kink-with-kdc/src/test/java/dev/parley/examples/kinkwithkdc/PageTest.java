package dev.parley.examples.kinkwithkdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what the page says, each block in a terminal of its own, in a network that nobody else uses. */
class PageTest {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path TOP = HERE.resolve("../..").normalize();
    private static final Path HOME = TOP.resolve("framework/launcher/target/parley");
    private static final String PAGE_FOLDER = "/tmp/kink-realm";
    private static final List<String> TOOLS =
            List.of("krb5kdc", "kdb5_util", "kadmin.local", "kinit", "klist", "kvno", "unshare", "ip", "timeout");

    /** An ordinary user's path lacks the folders of KDC and ip. */
    private static final String PATH = "PATH=$PATH:/usr/sbin:/sbin\n";

    /** All of it takes ten seconds on an idle machine; nothing outlives it by more. */
    private static final String LIMIT_SECONDS = "170";

    @TempDir
    Path folder;

    @BeforeEach
    void tools_are_there_or_it_is_said_which_are_not() throws Exception {
        String missing = bash(PATH + "for tool in " + String.join(" ", TOOLS)
                        + "; do command -v $tool > /dev/null || echo -n \" $tool\"; done; "
                        + unshare() + " true 2> /dev/null || echo -n ' network namespaces'")
                .output();
        if (missing.isEmpty() && Files.isDirectory(HOME)) {
            return;
        }
        String line = "the page of examples/kink-with-kdc. Missing:" + missing
                + (Files.isDirectory(HOME) ? "" : " Parley itself in " + HOME + " (run package or verify, not test)")
                + ". On Debian 12, as root: examples/real-peers/rig/install";
        assertThat(System.getenv("PARLEY_PEERS")).as(line).isNotEqualTo("required");
        System.out.println("NOT RUN: 1 test of " + line);
        assumeTrue(false, line);
    }

    @Test
    void what_the_page_says_works_from_the_realm_to_the_end() throws Exception {
        List<String> terminals = blocks();
        assertThat(terminals).hasSize(5);
        Said said = bash(PATH + unshare() + " bash -c " + quoted(script(terminals)));
        assertThat(said.exit()).as(said.output()).isZero();
        assertThat(said.output())
                .contains(
                        "kink/a.example@KINK.EXAMPLE",
                        "kink/b.example@KINK.EXAMPLE: kvno = ",
                        "to-b is up",
                        "to-b/net is rekeyed",
                        "to-b: the peer is alive",
                        "to-b is down");
        List<String> fingerprints = Pattern.compile("0x(\\w{8}) +(in|out) .* ESP \\S+ +(\\w{8}) ")
                .matcher(said.output())
                .results()
                .map(sa -> sa.group(1) + " " + sa.group(3))
                .toList();
        assertThat(fingerprints).as(said.output()).hasSize(4);
        assertThat(fingerprints.subList(0, 2)).containsExactlyInAnyOrderElementsOf(fingerprints.subList(2, 4));
    }

    /** The first three last until the rest has been done, as a person's terminals do. */
    private String script(List<String> terminals) {
        StringBuilder script = new StringBuilder("ip link set lo up\ncd " + TOP + "\n");
        script.append(
                "until_says() { until grep -q \"$2\" \"$1\"; do kill -0 $3 || { cat \"$1\"; exit 1; }; sleep 0.1; done; }\n");
        String[] ready = {"commencing operation", "serves; ask it with", "serves; ask it with"};
        for (int i = 0; i < ready.length; i++) {
            Path log = folder.resolve("terminal-" + i);
            script.append(": > " + log + "\n( " + terminals.get(i) + " ) > " + log + " 2>&1 &\n")
                    .append("until_says " + log + " '" + ready[i] + "' $!\n");
        }
        script.append("set -e\n" + terminals.get(3) + "\n" + terminals.get(4) + "\n");
        return script.toString()
                .replace(PAGE_FOLDER, folder.resolve("realm").toString())
                .replace(
                        "./parley",
                        Path.of(System.getProperty("java.home"), "bin/java") + " -XX:TieredStopAtLevel=1"
                                + " ${KRB5_CONFIG:+-Djava.security.krb5.conf=$KRB5_CONFIG} -Dparley.home=" + HOME
                                + " -cp '" + HOME
                                + "/lib/*' dev.parley.launcher.Launcher");
    }

    private static List<String> blocks() throws IOException {
        String page = Files.readString(HERE.resolve("README.md"));
        return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }

    /** A network of its own with every process that is in it: they end with the first of them. */
    private static String unshare() throws IOException, InterruptedException {
        boolean root = bash("id -u").output().strip().equals("0");
        return "unshare " + (root ? "-npf" : "-Urnpf") + " --kill-child --mount-proc";
    }

    private record Said(int exit, String output) {}

    private static Said bash(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("timeout", "-k", "2", LIMIT_SECONDS, "bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), output);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
