package dev.parley.engine;

import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Since when each protocol is in a gateway: what it had heard in a former stay it has forgotten. */
final class Residents {
    private final Host host;
    private final Map<NegotiationProtocol, Moment> since = new ConcurrentHashMap<>();

    Residents(Host host) {
        this.host = host;
    }

    /** Notes who has come and who has left. */
    void look(Catalog catalog) {
        List<NegotiationProtocol> here = catalog.all(NegotiationProtocol.class);
        since.keySet().removeIf(each -> !here.contains(each));
        here.forEach(this::since);
    }

    Moment since(NegotiationProtocol protocol) {
        return since.computeIfAbsent(protocol, newcomer -> host.now());
    }
}
