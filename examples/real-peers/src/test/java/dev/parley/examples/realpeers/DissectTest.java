package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code parley dissect} beside tshark, and what a simulated run leaves before tshark. */
@ExtendWith(PeersNeeded.class)
class DissectTest {
    private static final int INITIAL_EXCHANGES = 4;
    private static final Pattern MESSAGE = Pattern.compile(
            "\"from\": \"[0-9.]+:(\\d+)\",\\s+\"to\": \"[0-9.]+:(\\d+)\",\\s+\"protocol\": \"ikev2\",\\s+\"text\": \"(\\w+) ");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void a_life_with_strongswan_reads_as_tshark_reads_it_and_our_key_log_opens_all_of_it(Suite suite) {
        try (var meeting = new Meeting(new Combination(Role.INITIATOR, suite, Kernel.LIBIPSEC))) {
            Capture capture = meeting.record();
            meeting.establish(Role.INITIATOR);
            meeting.parley.rekeyChild().orFail("parley rekey");
            meeting.parley.rekeyIke().orFail("parley rekey --ike");
            meeting.agreed(all -> true);
            meeting.parley.down().orFail("parley down");
            meeting.charon.await("received DELETE for IKE_SA");
            Path recorded = capture.finish();

            String keys = meeting.parley.keys().folder().toString();
            String ours = ParleyProcess.run("dissect", recorded.toString(), "--json", "--keys", keys)
                    .orFail("parley dissect");
            assertThat(messages(ours)).isEqualTo(Tshark.messages(recorded)).hasSizeGreaterThan(10);
            assertThat(ours).doesNotContain("no keys for").contains("\"faulty\": 0");
            assertThat(count(ours, "\"name\": \"decrypted\""))
                    .isEqualTo(messages(ours).size() - 2);
        }
    }

    /** What our dissector says in the form in which tshark is asked. */
    private static List<Tshark.Message> messages(String json) {
        List<Tshark.Message> messages = new ArrayList<>();
        Matcher matcher = MESSAGE.matcher(json);
        while (matcher.find()) {
            messages.add(new Tshark.Message(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    List.of("IKE_SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA", "INFORMATIONAL")
                                    .indexOf(matcher.group(3))
                            + 34));
        }
        return messages;
    }

    private static long count(String text, String what) {
        return Pattern.compile(Pattern.quote(what)).matcher(text).results().count();
    }

    @Test
    void tshark_opens_what_a_simulated_run_leaves_and_decrypts_it() {
        Path capture = folder.resolve("run.pcapng");
        ParleyProcess.run("simulate", "--seed", "42", "--loss", "0.2", "--pcapng", capture.toString())
                .orFail("parley simulate");
        Tshark.Verdict verdict = Tshark.judge(capture, new KeyTables(Path.of(capture + ".keys")));
        assertThat(verdict.complaints()).isEmpty();
        assertThat(verdict.encrypted()).isGreaterThanOrEqualTo(2).isEqualTo(verdict.correct());
        assertThat(Tshark.messages(capture)).hasSizeGreaterThanOrEqualTo(INITIAL_EXCHANGES);
    }
}
