package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.simulator.Policies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A decoder that shares no code with this project reads what our gateways say to each other: tickets, authenticators, Cksum,
 * KINK_ENCRYPT and KEYMAT. It needs python3 with its cryptography package, and tshark.
 */
class IndependentDecoderTest {
    private static final boolean REQUIRED = "required".equals(System.getenv("PARLEY_PEERS"));
    private static final String HOW = "On Debian 12, as root: apt-get install python3-cryptography tshark";
    private static final Pattern MESSAGE = Pattern.compile("^#\\d+ .*", Pattern.MULTILINE);
    private static final Pattern KEYMAT = Pattern.compile(
            "KEYMAT\\[RFC3961-letter\\] SA into \\S+ proto=3 spi=([0-9a-f]{8}) .*: ([0-9a-f]+)$", Pattern.MULTILINE);
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path room;

    @BeforeEach
    void toolsAreThere() throws Exception {
        boolean there = run(List.of("python3", "-c", "import cryptography")).isPresent()
                && run(List.of("tshark", "--version")).isPresent();
        if (!there && REQUIRED) {
            throw new AssertionError(
                    "PARLEY_PEERS=required, but this machine lacks python3-cryptography or tshark. " + HOW);
        }
        if (!there) {
            System.out.println("NOT RUN: the independent decoder. Missing: python3-cryptography or tshark. " + HOW);
        }
        assumeTrue(there, HOW);
    }

    @ParameterizedTest(name = "{1}, encryption type {0}")
    @CsvSource({"17, two", "18, two", "19, two", "20, two", "17, three", "18, three", "19, three", "20, three", "18, ke"
    })
    void it_finds_nothing_wrong(int encryptionType, String form) throws Exception {
        Worlds worlds = Worlds.of(encryptionType, encryptionType, policies(form));
        worlds.world().duplication(0.2).loss(0.1);
        Map<String, String> made = new HashMap<>();
        worlds.a().establish("to-b");
        worlds.settle();
        worlds.world().judge();
        keep(worlds, made);
        worlds.b().probe("to-a");
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.settle();
        worlds.world().judge();
        keep(worlds, made);
        worlds.a().delete("to-b");
        worlds.settle();
        worlds.world().judgeEmpty();
        String decoded = decoded(worlds);
        assertThat(made).isNotEmpty();
        int messages = worlds.world().capture().size();
        assertThat(occurrences(decoded, MESSAGE)).as(decoded).isEqualTo(messages);
        assertThat(occurrences(decoded, Pattern.compile("Cksum [0-9a-f]+ OK")))
                .as(decoded)
                .isEqualTo(messages);
        assertThat(decoded).doesNotContain("BAD", "malformed", "no key", "Traceback");
        assertThat(occurrences(decoded, Pattern.compile("ENCRYPT plaintext")))
                .isEqualTo(occurrences(decoded, Pattern.compile("trailing 0$", Pattern.MULTILINE)));
        if (!form.equals("ke")) {
            expectKeymat(decoded, made);
        }
    }

    private static Policies policies(String form) {
        return switch (form) {
            case "two" -> Worlds.suites("aes-cbc:256", "hmac-sha2-256-128");
            case "three" -> Worlds.policies().setting("kink.responder-nonce", "yes");
            default -> Worlds.suites("aes-gcm-16:128", "", "ecp-256");
        };
    }

    /** By SPI; an SA's keys are wiped when it goes. */
    private static void keep(Worlds worlds, Map<String, String> keys) {
        for (IpsecSa sa : worlds.b().sad().ipsec()) {
            keys.put(
                    sa.spi().toString(),
                    sa.encryptionKey().reveal().toString()
                            + sa.integrityKey().reveal().toString());
        }
    }

    /** What it computes for an SPI is what both gateways installed. */
    private static void expectKeymat(String decoded, Map<String, String> made) {
        Set<String> computed = new HashSet<>();
        KEYMAT.matcher(decoded).results().forEach(keymat -> {
            computed.add(keymat.group(1));
            assertThat(keymat.group(2)).as("KEYMAT of %s", keymat.group(1)).startsWith(made.get(keymat.group(1)));
        });
        assertThat(computed).as(decoded).isEqualTo(made.keySet());
    }

    private String decoded(Worlds worlds) throws Exception {
        Path capture = room.resolve("conversation.pcapng");
        worlds.world().writeCapture(capture);
        Path decoder = room.resolve("kinkdec.py");
        try (InputStream source = IndependentDecoderTest.class.getResourceAsStream("kinkdec.py")) {
            Files.copy(source, decoder);
        }
        Path keytabA = KeytabFile.write(
                room.resolve("a.keytab"), Worlds.A, worlds.kdc().serviceKeys(Worlds.A, Map.of()));
        Path keytabB = KeytabFile.write(
                room.resolve("b.keytab"), Worlds.B, worlds.kdc().serviceKeys(Worlds.B, Map.of()));
        return run(List.of("python3", decoder.toString(), capture.toString(), keytabA.toString(), keytabB.toString()))
                .orElseThrow(() -> new AssertionError("the decoder failed on " + capture));
    }

    private static int occurrences(String text, Pattern what) {
        return (int) what.matcher(text).results().count();
    }

    /** What a command prints; empty if it is not there or fails. */
    private Optional<String> run(List<String> command) throws Exception {
        Path out = Files.createTempFile(room, "out", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = Files.readString(out, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                System.out.println(text);
            }
            return process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
