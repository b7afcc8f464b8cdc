package dev.parley.simulator;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** One site's way into the simulated network, under the key {@code simulated}. */
final class SimulatedTransport implements Transport {
    static final String KEY = "simulated";

    /** The first of the ports that the transport chooses itself (RFC 6335 section 6). */
    private static final int FIRST_DYNAMIC_PORT = 49_152;

    private final SimulatedNetwork network;
    private final String site;
    private final List<Endpoint> open = new ArrayList<>();
    private boolean cut;

    SimulatedTransport(SimulatedNetwork network, String site) {
        this.network = network;
        this.site = site;
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public Channel open(Endpoint wanted, Receiver receiver) throws Unavailable {
        Endpoint local = wanted.port() != 0
                ? wanted
                : new Endpoint(wanted.address(), FIRST_DYNAMIC_PORT + open.size(), wanted.encapsulated());
        if (!network.listen(local, site, receiver)) {
            throw new Unavailable(local + " is open already: give site " + site + " another address or port");
        }
        open.add(local);
        return new OpenChannel(local);
    }

    /** The site is gone, as by a power cut: nothing leaves, nothing arrives. */
    void cut() {
        cut = true;
        open.forEach(network::unlisten);
        open.clear();
    }

    private final class OpenChannel implements Channel {
        private final Endpoint local;

        private OpenChannel(Endpoint local) {
            this.local = local;
        }

        @Override
        public Endpoint local() {
            return local;
        }

        @Override
        public void send(Datagram datagram) {
            if (!cut) {
                network.send(site, local, datagram.remote(), datagram.octets());
            }
        }

        @Override
        public void close() {
            if (open.remove(local)) {
                network.unlisten(local);
            }
        }
    }
}
