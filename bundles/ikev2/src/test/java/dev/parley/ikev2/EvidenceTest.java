package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.capture.CaptureReader;
import dev.parley.capture.Frame;
import dev.parley.capture.Headers;
import dev.parley.capture.UdpDatagram;
import dev.parley.ciphers.CiphersComponent;
import dev.parley.engine.CatalogTracker;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.wire.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves can be read, with the keys that it leaves. */
class EvidenceTest {
    private static final Endpoint NOWHERE = new Endpoint(Bytes.zeros(4), 0, false);

    @TempDir
    Path folder;

    private static List<Dissection> read(Path capture) throws Exception {
        CatalogTracker catalogs = new CatalogTracker();
        catalogs.add(new Ikev2Component());
        catalogs.add(new CiphersComponent());
        Catalog catalog = catalogs.catalog();
        Path keys = Path.of(capture + ".keys");
        KeyTables tables = name -> Files.exists(keys.resolve(name))
                ? Optional.of(Files.newInputStream(keys.resolve(name)))
                : Optional.empty();
        Reading reading = catalog.find(Dissector.class, "ikev2").orElseThrow().open(tables, catalog);
        List<Dissection> all = new ArrayList<>();
        try (CaptureReader frames = CaptureReader.open(Files.newInputStream(capture))) {
            for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                Bytes payload = UdpDatagram.read(
                                Headers.ip(frame.get()).orElseThrow().payload())
                        .payload();
                all.add(reading.read(new Overheard(frame.get().nanos(), NOWHERE, NOWHERE, payload))
                        .orElseThrow());
            }
        }
        return all;
    }

    @Test
    void every_datagram_of_a_life_with_rekeying_is_there_and_is_decrypted() throws Exception {
        Worlds worlds = Worlds.seeded(3);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        worlds.a().command(Verb.REKEY, "to-b");
        worlds.world().runUntilQuiet();
        worlds.b().command(Verb.REKEY, "to-a", "net");
        worlds.world().runUntilQuiet();
        worlds.b().delete("to-a");
        worlds.world().runUntilQuiet();
        Path capture = folder.resolve("run.pcapng");
        assertThat(worlds.world().writeCapture(capture))
                .containsExactly(
                        "capture: " + capture,
                        "open it: WIRESHARK_CONFIG_DIR=" + capture + ".keys wireshark " + capture);
        List<Dissection> all = read(capture);
        assertThat(all).hasSameSizeAs(worlds.world().capture());
        assertThat(all)
                .noneMatch(Dissection::faulty)
                .noneMatch(each -> !each.notes().isEmpty());
        assertThat(all).extracting(Dissection::notation).anyMatch(line -> line.contains("SK {SA, Ni, KEi}"));
    }

    @Test
    void a_broken_rule_leaves_transcript_capture_and_keys_and_says_where() {
        Worlds worlds = Worlds.seeded(987_654_321);
        worlds.a().establish("to-b");
        worlds.world().runUntilQuiet();
        assertThatThrownBy(() -> worlds.world().judgeEmpty())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("repeat: ./parley simulate --seed 987654321")
                .hasMessageContaining("parley-simulation-987654321.txt")
                .hasMessageContaining("open it: WIRESHARK_CONFIG_DIR=");
        Path capture = Path.of("target", "parley-simulation-987654321.pcapng");
        assertThat(capture).isNotEmptyFile();
        assertThat(Path.of(capture + ".keys", "ikev2_decryption_table")).isNotEmptyFile();
    }
}
