package dev.parley.simulator;

import dev.parley.engine.transport.Transport;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Carries datagrams between sites, with every fault that UDP permits and an attacker who can add his own. */
final class SimulatedNetwork {
    /** What stands before each message from an encapsulated endpoint (RFC 3948 section 2.2). */
    private static final Bytes MARKER = Bytes.zeros(4);

    private record Socket(Bytes address, int port) {}

    /** Where a site listens. */
    private record Ear(Endpoint local, String site, Transport.Receiver receiver) {}

    private final Timeline timeline;
    private final Chance chance;
    private final Transcript transcript;
    private final Amplification amplification = new Amplification();
    private final Map<Socket, Ear> ears = new HashMap<>();
    private final Map<Bytes, String> names = new HashMap<>();
    private final Map<Bytes, Nat> natsByInside = new HashMap<>();
    private final Map<Bytes, Nat> natsByOutside = new HashMap<>();
    private final Set<String> silenced = new HashSet<>();
    private final List<Captured> capture = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private Fates fates = Fates.OPEN;
    private Optional<Forger> forger = Optional.empty();
    private boolean forgetful;
    private int sent;
    private int inFlight;

    SimulatedNetwork(Timeline timeline, Chance chance, Transcript transcript) {
        this.timeline = timeline;
        this.chance = chance;
        this.transcript = transcript;
    }

    Faults faults() {
        return faults;
    }

    void faults(Faults now) {
        faults = now;
    }

    Fates fates() {
        return fates;
    }

    void fates(Fates now) {
        fates = now;
    }

    void forger(Forger now) {
        forger = Optional.of(now);
    }

    /** Neither faults nor forgeries from now on; what is silenced stays silenced, what is decided stays decided. */
    void calm() {
        faults = faults.calm();
        forger = Optional.empty();
    }

    /** From now on no datagram is captured, and strangers' octets are not counted. */
    void forgetful() {
        forgetful = true;
    }

    Nat nat(String site, Bytes inside, Bytes outside) {
        Nat nat = new Nat(outside);
        natsByInside.put(inside, nat);
        natsByOutside.put(outside, nat);
        names.put(outside, site);
        return nat;
    }

    /** The address as which others see {@code inside}. */
    Bytes seenAs(Bytes inside) {
        return natsByInside.containsKey(inside) ? natsByInside.get(inside).outside() : inside;
    }

    void name(Bytes address, String site) {
        names.put(address, site);
    }

    String nameOf(Endpoint endpoint) {
        return names.getOrDefault(endpoint.address(), endpoint.toString());
    }

    void silence(String site) {
        silenced.add(site);
    }

    void unsilence(String site) {
        silenced.remove(site);
    }

    /** Whether the place was free. */
    boolean listen(Endpoint local, String site, Transport.Receiver receiver) {
        return ears.putIfAbsent(new Socket(local.address(), local.port()), new Ear(local, site, receiver)) == null;
    }

    void unlisten(Endpoint local) {
        ears.remove(new Socket(local.address(), local.port()));
    }

    List<Captured> capture() {
        return List.copyOf(capture);
    }

    Amplification amplification() {
        return amplification;
    }

    int inFlight() {
        return inFlight;
    }

    void send(String site, Endpoint local, Endpoint to, Bytes octets) {
        Endpoint from = natsByInside.containsKey(local.address())
                ? natsByInside.get(local.address()).outward(local)
                : local;
        if (remembers(to)) {
            amplification.sent(site, to.address(), octets.length());
        }
        int ordinal = sent++;
        boolean lost = fates.decides(ordinal) ? fates.lost(ordinal) : hit(faults.loss());
        if (lost || silenced.contains(site)) {
            Captured gone = record(from, to, octets, Captured.Origin.SENT, Captured.Fate.LOST);
            forge(gone, Forger.Place.BEFORE, Forger.Place.AFTER);
            return;
        }
        boolean corrupted = hit(faults.corruption());
        Bytes carried = corrupted ? Forger.mutated(octets, chance) : octets;
        Captured.Origin origin = corrupted ? Captured.Origin.CORRUPTED : Captured.Origin.SENT;
        Captured whole =
                new Captured(capture.size(), timeline.now(), from, to, octets, origin, Captured.Fate.IN_FLIGHT);
        long delay = faults.delay(chance);
        forge(whole, delay, Forger.Place.BEFORE);
        carry(from, to, carried, origin, delay);
        forge(whole, delay, Forger.Place.AFTER);
        if (hit(faults.duplication())) {
            carry(from, to, carried, Captured.Origin.COPY, faults.delay(chance));
        }
    }

    /** Carries it once more, untouched by faults. */
    void replay(int index) {
        Captured again = capture.get(index);
        carry(again.from(), again.to(), again.octets(), Captured.Origin.REPLAYED, faults.least());
    }

    /** Carries what an attacker made, at once and untouched by faults. */
    void forge(Endpoint from, Endpoint to, Bytes octets) {
        carry(from, to, octets, Captured.Origin.FORGED, 0);
    }

    private void forge(Captured original, Forger.Place... places) {
        for (Forger.Place place : places) {
            forge(original, faults.delay(chance), place);
        }
    }

    private void forge(Captured original, long delay, Forger.Place place) {
        forger.ifPresent(attacker -> attacker.beside(original, chance.fork()).stream()
                .filter(forged -> forged.place() == place)
                .forEach(forged ->
                        carry(original.from(), original.to(), forged.octets(), Captured.Origin.FORGED, delay)));
    }

    private boolean hit(double probability) {
        return probability > 0 && chance.happens(probability);
    }

    private void carry(Endpoint from, Endpoint to, Bytes octets, Captured.Origin origin, long delay) {
        Captured datagram = record(from, to, octets, origin, Captured.Fate.IN_FLIGHT);
        inFlight++;
        timeline.after(delay, () -> arrive(datagram));
    }

    private Captured record(Endpoint from, Endpoint to, Bytes octets, Captured.Origin origin, Captured.Fate fate) {
        Captured datagram = new Captured(capture.size(), timeline.now(), from, to, octets, origin, fate);
        if (!forgetful) {
            capture.add(datagram);
        }
        if (fate == Captured.Fate.LOST) {
            note(fate.name(), from, to, octets);
        } else if (origin != Captured.Origin.SENT) {
            note(origin.name(), from, to, octets);
        }
        return datagram;
    }

    private void became(Captured datagram, Captured.Fate fate) {
        if (datagram.index() < capture.size()) {
            capture.set(datagram.index(), datagram.became(fate));
        }
    }

    private boolean remembers(Endpoint peer) {
        return !forgetful || names.containsKey(peer.address());
    }

    private void arrive(Captured datagram) {
        inFlight--;
        Nat nat = natsByOutside.get(datagram.to().address());
        Optional<Endpoint> inside = nat == null ? Optional.of(datagram.to()) : nat.inward(datagram.to());
        Optional<Ear> ear = inside.map(to -> ears.get(new Socket(to.address(), to.port())));
        Optional<Bytes> message = ear.flatMap(there -> unwrap(datagram, there.local()));
        if (message.isEmpty() || silenced.contains(ear.get().site())) {
            Captured.Fate fate = message.isEmpty() ? Captured.Fate.NOBODY : Captured.Fate.LOST;
            became(datagram, fate);
            note(fate.name(), datagram.from(), datagram.to(), datagram.octets());
            return;
        }
        became(datagram, Captured.Fate.ARRIVED);
        Ear there = ear.get();
        if (remembers(datagram.from())) {
            amplification.arrived(
                    there.site(), datagram.from().address(), datagram.octets().length());
        }
        Endpoint from = datagram.from();
        Endpoint remote =
                new Endpoint(from.address(), from.port(), there.local().encapsulated());
        there.receiver().received(new Datagram(there.local(), remote, message.get()));
    }

    /** An encapsulated endpoint takes what has the marker; what has none is ESP there and none of ours. */
    private static Optional<Bytes> unwrap(Captured datagram, Endpoint local) {
        Bytes octets = datagram.octets();
        if (datagram.from().encapsulated() == local.encapsulated()) {
            return Optional.of(octets);
        }
        if (!local.encapsulated()) {
            return Optional.of(Bytes.concat(MARKER, octets));
        }
        boolean marked = octets.length() >= MARKER.length()
                && octets.slice(0, MARKER.length()).isZero();
        return marked ? Optional.of(octets.from(MARKER.length())) : Optional.empty();
    }

    private void note(String what, Endpoint from, Endpoint to, Bytes octets) {
        transcript.add(
                what, nameOf(from), nameOf(to), what.toLowerCase(Locale.ROOT) + ": " + octets.length() + " octets");
    }
}
