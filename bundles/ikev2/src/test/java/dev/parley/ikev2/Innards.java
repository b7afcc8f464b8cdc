package dev.parley.ikev2;

import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.negotiation.Candidates;
import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.negotiation.Doorway;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.NegotiationProtocol;
import dev.parley.isakmp.negotiation.Routing;
import dev.parley.isakmp.negotiation.UdpPorts;
import dev.parley.isakmp.negotiation.Verb;
import dev.parley.isakmp.negotiation.Wish;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** IKEv2 whose negotiations can be looked into, field by field: whatever an SA holds is in its {@link #state}. */
final class Innards implements Contribution {
    private static final String OURS = "dev.parley.ikev2.";

    private final List<Negotiation> made = new ArrayList<>();
    private final List<Extension> extensions;

    Innards() {
        Contribution real = new Ikev2Component();
        extensions = real.extensions().stream()
                .map(extension -> extension instanceof NegotiationProtocol protocol ? new Seen(protocol) : extension)
                .toList();
    }

    @Override
    public List<Extension> extensions() {
        return extensions;
    }

    /** All that is in the negotiations that were made, in words. */
    String state() {
        StringBuilder state = new StringBuilder();
        for (Negotiation negotiation : made) {
            describe(negotiation, "negotiation", state, new IdentityHashMap<>());
        }
        return state.toString();
    }

    private static void describe(Object value, String path, StringBuilder out, Map<Object, String> seen) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresentOrElse(
                    inside -> describe(inside, path, out, seen),
                    () -> out.append(path).append(": none\n"));
        } else if (value instanceof Map<?, ?> map) {
            out.append(path).append(": ").append(map.size()).append('\n');
            Set<String> entries = new TreeSet<>();
            map.forEach((key, inside) -> {
                StringBuilder entry = new StringBuilder();
                describe(inside, path + "[" + key + "]", entry, seen);
                entries.add(entry.toString());
            });
            entries.forEach(out::append);
        } else if (value instanceof Collection<?> collection) {
            out.append(path).append(": ").append(collection.size()).append('\n');
            int index = 0;
            for (Object inside : collection) {
                describe(inside, path + "[" + index++ + "]", out, seen);
            }
        } else if (value == null || !isOurs(value) || value instanceof Enum<?>) {
            out.append(path).append(": ").append(plain(value)).append('\n');
        } else if (seen.containsKey(value)) {
            out.append(path).append(": as ").append(seen.get(value)).append('\n');
        } else {
            seen.put(value, path);
            fields(value, path, out, seen);
        }
    }

    private static boolean isOurs(Object value) {
        return value.getClass().getName().startsWith(OURS) || value instanceof Candidates<?>;
    }

    private static void fields(Object value, String path, StringBuilder out, Map<Object, String> seen) {
        out.append(path).append(": ").append(value.getClass().getSimpleName()).append('\n');
        if (value.getClass().isHidden() || value.getClass().isSynthetic()) {
            return;
        }
        for (Field field : value.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().equals(Environment.class)) {
                try {
                    field.setAccessible(true);
                    describe(field.get(value), path + "." + field.getName(), out, seen);
                } catch (IllegalAccessException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
    }

    /** What prints no value of its own is the same if it is the same object. */
    private static String plain(Object value) {
        String text = String.valueOf(value);
        return text.matches("secret\\(.*") ? text + "@" + System.identityHashCode(value) : text;
    }

    /** IKEv2, and its negotiations remembered. */
    private final class Seen implements NegotiationProtocol {
        private final NegotiationProtocol real;

        private Seen(NegotiationProtocol real) {
            this.real = real;
        }

        @Override
        public String key() {
            return real.key();
        }

        @Override
        public UdpPorts udpPorts() {
            return real.udpPorts();
        }

        @Override
        public int majorVersion() {
            return real.majorVersion();
        }

        @Override
        public Routing route(Datagram datagram, Doorway door) {
            return real.route(datagram, door);
        }

        @Override
        public Optional<LaneKey> home(Verb verb, Wish wish) {
            return real.home(verb, wish);
        }

        @Override
        public Negotiation respond(LaneKey key, Environment environment) {
            return remembered(real.respond(key, environment));
        }

        @Override
        public Negotiation initiate(Wish wish, Environment environment) {
            return remembered(real.initiate(wish, environment));
        }

        private Negotiation remembered(Negotiation negotiation) {
            made.add(negotiation);
            return negotiation;
        }
    }
}
