package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rig itself, without Parley: when this fails, so does all the rest, and not for Parley's sake. */
@ExtendWith(PeersNeeded.class)
class RigTest {
    @ParameterizedTest
    @MethodSource("everything")
    void two_strongswans_hold_equal_keys_and_tshark_reads_them(Suite suite, Kernel kernel) {
        try (var run = new RunFolder();
                var namespaces = new Namespaces();
                var capture = new Capture(namespaces, run.path("capture.pcap"));
                var a = Charon.start(namespaces, Side.A, kernel, CharonConfig.of(Side.A, suite), run);
                var b = Charon.start(namespaces, Side.B, kernel, CharonConfig.of(Side.B, suite), run)) {
            a.initiate().orFail("initiating");
            var spis = Pattern.compile("([0-9a-f]{16})_i\\*? ([0-9a-f]{16})_r").matcher(a.sas());
            assertThat(spis.find()).isTrue();
            if (kernel == Kernel.LIBIPSEC) {
                Shell.run(namespaces.in(Side.A, "ping", "-c", "1", "-W", "5", "-I", Side.A.inner, Side.B.inner))
                        .orFail("ping");
            }
            b.deleteIke();
            assertThat(a.keys().esp()).hasSize(2).isEqualTo(b.keys().esp());
            assertThat(a.keys().lastIke()).isEqualTo(b.keys().lastIke());
            assertThat(a.keys().sharedSecret()).isNotEmpty().isEqualTo(b.keys().sharedSecret());

            var tables = KeyTables.write(
                    run.folder("keys"),
                    suite,
                    spis.group(1) + "," + spis.group(2),
                    a.keys().lastIke(),
                    a.keys().esp());
            assertThat(tables.lastIke()).isEqualTo(a.keys().lastIke());
            assertThat(tables.esp()).isEqualTo(a.keys().esp());
            var verdict = Tshark.judge(capture.finish(), tables);
            assertThat(verdict.complaints()).isEmpty();
            assertThat(verdict.encrypted()).isEqualTo(4).isEqualTo(verdict.correct());
            assertThat(verdict.espDecrypted()).isEqualTo(kernel == Kernel.LIBIPSEC ? 2 : 0);
        }
    }

    static Stream<Arguments> everything() {
        return Stream.of(Suite.values())
                .flatMap(suite -> Stream.of(Kernel.values()).map(kernel -> Arguments.of(suite, kernel)));
    }
}
