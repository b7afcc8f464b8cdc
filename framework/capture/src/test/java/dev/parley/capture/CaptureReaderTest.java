package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import dev.parley.isakmp.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    static List<Frame> frames(Bytes file) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file.toArray()))) {
            reader.next().ifPresent(frames::add);
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    private static Bytes resource(String name) throws IOException {
        try (var in = CaptureReaderTest.class.getResourceAsStream("/captures/" + name)) {
            return Bytes.copyOf(in.readAllBytes());
        }
    }

    static List<String> datagrams(List<Frame> frames) throws WireException {
        List<String> texts = new ArrayList<>();
        for (Frame frame : frames) {
            IpPacket packet = Headers.ip(frame).orElseThrow();
            if (packet.protocol() == IpPacket.UDP) {
                UdpDatagram datagram = UdpDatagram.read(packet.payload());
                texts.add(IpAddress.format(packet.source()) + " " + datagram.destinationPort() + " "
                        + datagram.payload().printable());
            }
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooked.pcap", "cooked2.pcap", "ethernet-nanoseconds.pcap", "ethernet.pcapng"})
    void what_dumpcap_recorded_is_read_whatever_the_format_and_the_link(String file) throws Exception {
        List<Frame> frames = frames(resource(file));
        assertThat(datagrams(frames)).containsExactly("127.0.0.1 9 one", "::1 9 two", "127.0.0.1 9 three");
        assertThat(frames).extracting(Frame::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(frames).noneMatch(Frame::cut);
        long between = frames.get(4).nanos() - frames.get(0).nanos();
        assertThat(between).isBetween(300_000_000L, 310_000_000L);
    }

    @Test
    void both_formats_say_the_same_time_to_the_nanosecond() throws Exception {
        assertThat(frames(resource("ethernet.pcapng")))
                .extracting(Frame::nanos)
                .isEqualTo(frames(resource("ethernet-nanoseconds.pcap")).stream()
                        .map(Frame::nanos)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooked.pcap", "ethernet.pcapng"})
    void wherever_a_file_is_cut_off_the_frames_before_are_read_and_the_place_is_named(String file) throws Exception {
        Bytes whole = resource(file);
        List<Frame> all = frames(whole);
        for (int length = 1; length < whole.length(); length++) {
            List<Frame> read = new ArrayList<>();
            try (CaptureReader reader = CaptureReader.open(
                    new ByteArrayInputStream(whole.slice(0, length).toArray()))) {
                for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                    read.add(next.get());
                }
            } catch (CaptureException cut) {
                assertThat(cut.getMessage())
                        .containsAnyOf("cut off within", "it is no capture")
                        .doesNotContain("\n");
            }
            assertThat(read).isEqualTo(all.subList(0, read.size())).hasSizeLessThan(all.size() + 1);
        }
    }

    private static Bytes pcap(ByteOrder order, int magic, int linkType, int claimed, Bytes octets) {
        ByteBuffer file = ByteBuffer.allocate(40 + octets.length()).order(order);
        file.putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(linkType);
        file.putInt(1_000).putInt(7).putInt(claimed).putInt(claimed).put(octets.toArray());
        return Bytes.copyOf(file.array());
    }

    @Test
    void either_byte_order_and_either_unit_of_time() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Bytes one = Bytes.of(0x45);
            assertThat(frames(pcap(order, 0xa1b2c3d4, LinkType.RAW, 1, one)))
                    .containsExactly(new Frame(1, 1_000_000_007_000L, LinkType.RAW, one, 1));
            assertThat(frames(pcap(order, 0xa1b23c4d, LinkType.RAW, 1, one)))
                    .containsExactly(new Frame(1, 1_000_000_000_007L, LinkType.RAW, one, 1));
        }
    }

    @Test
    void a_pcapng_may_change_its_byte_order_and_its_clock_from_section_to_section() throws IOException {
        Bytes little = ng(ByteOrder.LITTLE_ENDIAN, Bytes.hex("09000100 06000000 00000000"), 5_000_000);
        Bytes big = ng(ByteOrder.BIG_ENDIAN, Bytes.hex("00090001 8a000000 000e0008 0000000000000003 00000000"), 512);
        assertThat(frames(Bytes.concat(little, big)))
                .extracting(Frame::nanos)
                .containsExactly(5_000_000_000L, 3_500_000_000L);
    }

    /** A section with one interface, a block of a kind that nobody knows, and one frame. */
    private static Bytes ng(ByteOrder order, Bytes options, long units) {
        ByteBuffer file =
                ByteBuffer.allocate(28 + 20 + options.length() + 16 + 36).order(order);
        file.putInt(0x0a0d0d0a)
                .putInt(28)
                .putInt(0x1a2b3c4d)
                .putInt(1)
                .putLong(-1)
                .putInt(28);
        int block = 20 + options.length();
        file.putInt(1).putInt(block).putShort((short) 101).putShort((short) 0).putInt(0);
        file.put(options.toArray()).putInt(block);
        file.putInt(0x0bad).putInt(16).putInt(0).putInt(16);
        file.putInt(6)
                .putInt(36)
                .putInt(0)
                .putInt(0)
                .putInt((int) units)
                .putInt(1)
                .putInt(9)
                .putInt(0x45)
                .putInt(36);
        return Bytes.copyOf(file.array());
    }

    @Test
    void a_simple_packet_is_as_long_as_its_interface_captures() throws IOException {
        Bytes file = Bytes.hex("0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffffffffffff 0000001c"
                + "00000001 00000014 00650000 00000002 00000014"
                + "00000003 00000014 00000063 45450000 00000014");
        assertThat(frames(file)).containsExactly(new Frame(1, 0, LinkType.RAW, Bytes.hex("4545"), 99));
    }

    @Test
    void what_is_no_capture_is_refused_in_one_line() {
        assertThatThrownBy(() -> frames(Bytes.EMPTY)).hasMessage("it is empty");
        assertThatThrownBy(() -> frames(Bytes.utf8("hello")))
                .hasMessage("it is no capture: it begins with 68656c6c, neither as pcap nor as pcapng does");
        assertThatThrownBy(() -> frames(pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4, 147, 1, Bytes.of(0))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("its link type 147 is not known here");
    }

    @Test
    void a_frame_that_claims_more_than_is_ever_captured_is_not_believed() {
        Bytes huge = pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4, LinkType.RAW, Integer.MAX_VALUE, Bytes.of(0));
        assertThatThrownBy(() -> frames(huge)).hasMessageContaining("frame 1 at octet 24 claims 2147483647 octets");
        Bytes block = Bytes.hex("0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffffffffffff 0000001c 00000006 7ffffffc");
        assertThatThrownBy(() -> frames(block)).hasMessageContaining("the block at octet 28 claims 2147483644 octets");
    }
}
