package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapngWriterTest {
    private static final Bytes A = IpAddress.parse("10.0.0.1").orElseThrow();
    private static final Bytes B = IpAddress.parse("10.0.0.2").orElseThrow();
    private static final Bytes A6 = IpAddress.parse("2001:db8::1").orElseThrow();
    private static final Bytes B6 = IpAddress.parse("2001:db8::2").orElseThrow();

    private static Bytes written(Bytes from, Bytes to, UdpDatagram datagram, String comment) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, "what this is")) {
            writer.write(1_700_000_000_123_456_789L, from, to, datagram, comment);
        }
        return Bytes.copyOf(out.toByteArray());
    }

    @Test
    void what_is_written_is_read_again() throws Exception {
        UdpDatagram datagram = new UdpDatagram(500, 4500, Bytes.utf8("hello"));
        for (List<Bytes> ends : List.of(List.of(A, B), List.of(A6, B6))) {
            List<Frame> frames = CaptureReaderTest.frames(written(ends.get(0), ends.get(1), datagram, "a comment"));
            assertThat(frames).singleElement().satisfies(frame -> {
                assertThat(frame.nanos()).isEqualTo(1_700_000_000_123_456_789L);
                IpPacket packet = Headers.ip(frame).orElseThrow();
                assertThat(List.of(packet.source(), packet.destination())).isEqualTo(ends);
                assertThat(UdpDatagram.read(packet.payload())).isEqualTo(datagram);
            });
        }
    }

    /** Checksums as Wireshark 4.0.17 computed them for these packets. */
    @Test
    void checksums_are_right() throws Exception {
        Bytes four = CaptureReaderTest.frames(written(A, B, new UdpDatagram(500, 4500, Bytes.utf8("hello")), ""))
                .get(0)
                .octets();
        assertThat(four.slice(10, 12)).isEqualTo(Bytes.hex("26ca"));
        assertThat(four.slice(26, 28)).isEqualTo(Bytes.hex("9477"));
        Bytes six = CaptureReaderTest.frames(written(A6, B6, new UdpDatagram(500, 4500, Bytes.utf8("hello")), ""))
                .get(0)
                .octets();
        assertThat(six.slice(46, 48)).isEqualTo(Bytes.hex("4d05"));
    }

    @Test
    void a_datagram_that_fits_no_packet_is_a_mistake() {
        UdpDatagram tooLong = new UdpDatagram(1, 2, Bytes.zeros(PcapngWriter.MAX_PAYLOAD_OCTETS + 1));
        assertThatThrownBy(() -> written(A, B, tooLong, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
