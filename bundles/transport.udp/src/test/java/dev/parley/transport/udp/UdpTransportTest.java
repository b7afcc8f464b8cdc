package dev.parley.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class UdpTransportTest {
    private static final Bytes HELLO = Bytes.utf8("hello");

    private final UdpTransport transport = new UdpTransport();
    private final BlockingQueue<Datagram> received = new LinkedBlockingQueue<>();
    private final List<DatagramSocket> sockets = new ArrayList<>();

    @AfterEach
    void close() {
        transport.close();
        sockets.forEach(DatagramSocket::close);
    }

    private static Endpoint plain(String address) {
        return new Endpoint(IpAddress.parse(address).orElseThrow(), 0, false);
    }

    private static Endpoint encapsulated(String address) {
        return new Endpoint(IpAddress.parse(address).orElseThrow(), 0, true);
    }

    private DatagramSocket socket(String address) throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address));
        sockets.add(socket);
        return socket;
    }

    private static void send(DatagramSocket from, Transport.Channel to, String hex) throws Exception {
        byte[] octets = Bytes.hex(hex).toArray();
        InetAddress address = InetAddress.getByAddress(to.local().address().toArray());
        from.send(new DatagramPacket(octets, octets.length, address, to.local().port()));
    }

    private Datagram next() throws InterruptedException {
        Datagram datagram = received.poll(20, TimeUnit.SECONDS);
        assertThat(datagram).isNotNull();
        return datagram;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_datagram_travels_and_names_both_ends(String address) throws Exception {
        assumeTrue(here(address), address + " is not an address of this machine");
        Transport.Channel one = transport.open(plain(address), received::add);
        Transport.Channel two = transport.open(plain(address), received::add);
        assertThat(one.local().port()).isPositive();
        one.send(new Datagram(one.local(), two.local(), HELLO));
        assertThat(next()).isEqualTo(new Datagram(two.local(), one.local(), HELLO));
    }

    private boolean here(String address) {
        try {
            socket(address);
            return true;
        } catch (Exception absent) {
            return false;
        }
    }

    @Test
    void the_longest_datagram_arrives_whole_and_a_longer_one_is_counted() throws Exception {
        Transport.Channel one = transport.open(plain("127.0.0.1"), received::add);
        Bytes longest = Bytes.zeros(65_507);
        one.send(new Datagram(one.local(), one.local(), longest));
        assertThat(next().octets()).isEqualTo(longest);
        one.send(new Datagram(one.local(), one.local(), Bytes.zeros(65_508)));
        assertThat(one.counters()).containsEntry("udp-not-sent", 1L);
    }

    @Test
    void an_encapsulated_endpoint_puts_the_marker_in_front_and_takes_it_away() throws Exception {
        Transport.Channel channel = transport.open(encapsulated("127.0.0.1"), received::add);
        DatagramSocket peer = socket("127.0.0.1");
        send(peer, channel, "00000000 68656c6c6f");
        Datagram heard = next();
        assertThat(heard.octets()).isEqualTo(HELLO);
        assertThat(heard.local().encapsulated()).isTrue();
        assertThat(heard.remote().encapsulated()).isTrue();
        channel.send(heard.reply(HELLO));
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        assertThat(Bytes.copyOf(packet.getData(), 0, packet.getLength())).isEqualTo(Bytes.hex("00000000 68656c6c6f"));
    }

    @Test
    void keepalives_and_esp_are_counted_and_not_passed_on() throws Exception {
        Transport.Channel channel = transport.open(encapsulated("127.0.0.1"), received::add);
        DatagramSocket peer = socket("127.0.0.1");
        send(peer, channel, "ff");
        send(peer, channel, "c0ffee01 00000001 0102030405060708");
        send(peer, channel, "0000");
        send(peer, channel, "00000000 01");
        assertThat(next().octets()).as("the first that is neither").isEqualTo(Bytes.of(1));
        assertThat(channel.counters()).containsEntry("udp-keepalives", 1L).containsEntry("udp-esp-dropped", 2L);
    }

    @Test
    void without_encapsulation_a_single_ff_is_a_datagram_like_any_other() throws Exception {
        Transport.Channel channel = transport.open(plain("127.0.0.1"), received::add);
        send(socket("127.0.0.1"), channel, "ff");
        assertThat(next().octets()).isEqualTo(Bytes.of(0xff));
    }

    @Test
    void a_port_in_use_says_so_and_what_to_do() throws Exception {
        int port = socket("127.0.0.1").getLocalPort();
        Endpoint taken = new Endpoint(Bytes.of(127, 0, 0, 1), port, false);
        assertThatThrownBy(() -> transport.open(taken, received::add))
                .isInstanceOf(Unavailable.class)
                .hasMessage(
                        "UDP endpoint 127.0.0.1:" + port + " cannot be opened: port " + port
                                + " is in use, perhaps by another key exchange daemon: stop it, or set another port in the config");
    }

    @Test
    void an_address_of_somebody_else_says_so() {
        assertThatThrownBy(() -> transport.open(plain("192.0.2.77"), received::add))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("192.0.2.77 is not an address of this host: correct the local address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void an_unspecified_address_must_be_named_one_by_one(String address) {
        assertThatThrownBy(() -> transport.open(plain(address), received::add))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("name each local address in the config");
    }

    @Test
    void a_closed_channel_sends_nothing_and_frees_its_port() throws Exception {
        Transport.Channel first = transport.open(plain("127.0.0.1"), received::add);
        transport.close();
        first.send(new Datagram(first.local(), first.local(), HELLO));
        assertThat(first.counters()).containsEntry("udp-not-sent", 1L);
        Transport.Channel again = transport.open(first.local(), received::add);
        assertThat(again.local()).isEqualTo(first.local());
    }

    @Test
    void a_receiver_that_throws_does_not_end_the_receiving() throws Exception {
        Transport.Channel channel = transport.open(plain("127.0.0.1"), datagram -> {
            received.add(datagram);
            throw new IllegalStateException("on purpose");
        });
        channel.send(new Datagram(channel.local(), channel.local(), HELLO));
        next();
        channel.send(new Datagram(channel.local(), channel.local(), HELLO));
        assertThat(next().octets()).isEqualTo(HELLO);
    }
}
