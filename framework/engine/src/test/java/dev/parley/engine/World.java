package dev.parley.engine;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.event.Observed;
import dev.parley.isakmp.event.Observer;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.sa.SaSink;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One gateway with the toy protocol in a virtual world; what it sends is kept. */
final class World {
    static final Endpoint HERE = endpoint("192.0.2.1", 4321);

    /** Where the toy was moved to, beside its own port. */
    static final Endpoint MOVED = endpoint("192.0.2.1", 7777);

    final VirtualHost host = new VirtualHost();
    final CatalogTracker tracker = new CatalogTracker();
    final List<Datagram> sent = new ArrayList<>();
    final List<Observed> events = new ArrayList<>();
    final Contribution toy = contribution(Toy.TOY);
    final Gateway gateway;

    World(Limits limits, SaSink... sinks) throws Unavailable {
        tracker.add(toy);
        tracker.add(contribution(new Wire(), new Ear()));
        Gateway.Builder builder = Gateway.builder("here", host, tracker)
                .limits(limits)
                .transport("wire")
                .listen(HERE, Optional.empty())
                .listen(MOVED, Optional.empty(), Set.of(Toy.TOY.key()));
        Arrays.asList(sinks).forEach(builder::sink);
        gateway = builder.start();
    }

    World(SaSink... sinks) throws Unavailable {
        this(Limits.DEFAULT, sinks);
    }

    static Contribution contribution(Extension... extensions) {
        return () -> List.of(extensions);
    }

    static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.parse(address).orElseThrow(), port, false);
    }

    /** {@code text} arrives from {@code address}; nothing runs yet. */
    void arrives(String address, String text) {
        gateway.receive(new Datagram(HERE, endpoint(address, 4321), Bytes.utf8(text)));
    }

    /** {@code text} arrives from the usual peer, and all that follows from it is done. */
    void hears(String text) {
        arrives("198.51.100.7", text);
        host.run();
    }

    /** What was sent since the last time, as text. */
    List<String> said() {
        List<String> said =
                sent.stream().map(datagram -> Toy.text(datagram.octets())).toList();
        sent.clear();
        return said;
    }

    long count(String counter) {
        return gateway.counters().getOrDefault(counter, 0L);
    }

    List<String> eventTexts() {
        host.run();
        return events.stream().map(event -> event.event().text()).toList();
    }

    private final class Wire implements Transport {
        @Override
        public String key() {
            return "wire";
        }

        @Override
        public Channel open(Endpoint local, Receiver receiver) {
            return new Channel() {
                @Override
                public Endpoint local() {
                    return local;
                }

                @Override
                public void send(Datagram datagram) {
                    sent.add(datagram);
                }

                @Override
                public void close() {}
            };
        }
    }

    private final class Ear implements Observer {
        @Override
        public String key() {
            return "ear";
        }

        @Override
        public void on(Observed event) {
            events.add(event);
        }
    }
}
