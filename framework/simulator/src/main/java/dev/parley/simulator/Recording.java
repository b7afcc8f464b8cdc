package dev.parley.simulator;

import dev.parley.isakmp.conversation.RandomSource;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Effect;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.negotiation.Environment;
import dev.parley.isakmp.negotiation.Input;
import dev.parley.isakmp.negotiation.LaneKey;
import dev.parley.isakmp.negotiation.Moment;
import dev.parley.isakmp.negotiation.Negotiation;
import dev.parley.isakmp.negotiation.Outcome;
import dev.parley.isakmp.negotiation.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * All that reached one negotiation, with its randomness, so that the same can be done to a fresh one. It holds keys: it
 * exists where {@link World#recording} asked for it and never outside a simulation.
 */
public final class Recording {
    private record Entry(Input input, List<String> effects) {}

    private final String site;
    private final String protocol;
    private final Function<Environment, Negotiation> maker;
    private final Environment environment;
    private final long seed;
    private final List<Catalog> catalogs = new ArrayList<>();
    private final List<Boolean> others = new ArrayList<>();
    private final Map<Long, Deque<Long>> workSeeds = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    Recording(String site, String protocol, Function<Environment, Negotiation> maker, Environment environment) {
        this.site = site;
        this.protocol = protocol;
        this.maker = maker;
        this.environment = environment;
        this.seed = seed(environment.random());
    }

    public String site() {
        return site;
    }

    /** The protocol's key. */
    public String protocol() {
        return protocol;
    }

    /** How many inputs there were. */
    public int inputs() {
        return entries.size();
    }

    /**
     * Does the same to a fresh negotiation: the same inputs, the same randomness, the same work done again.
     *
     * @return what differs, input by input; empty if all effects are the same
     */
    public List<String> replay() {
        Iterator<Catalog> snapshots = catalogs.iterator();
        Iterator<Boolean> answers = others.iterator();
        Negotiation fresh = maker.apply(new Surroundings(
                () -> snapshots.hasNext() ? snapshots.next() : environment.catalog(),
                group -> answers.hasNext() ? answers.next() : environment.others(group)));
        Map<Long, Work<?>> asked = new HashMap<>();
        Map<Long, Iterator<Long>> seeds = new HashMap<>();
        workSeeds.forEach((ticket, each) -> seeds.put(ticket, each.iterator()));
        List<String> differences = new ArrayList<>();
        for (int number = 0; number < entries.size(); number++) {
            Entry entry = entries.get(number);
            List<Effect> effects;
            try {
                effects = fresh.handle(workedAgain(entry.input(), asked, seeds));
            } catch (RuntimeException bug) {
                differences.add("input " + number + ": recorded " + entry.effects() + ", replayed it throws " + bug);
                return differences;
            }
            for (Effect effect : effects) {
                if (effect instanceof Effect.Offload offload) {
                    asked.put(offload.ticket(), offload.work());
                }
            }
            List<String> now = effects.stream().map(Recording::described).toList();
            if (!now.equals(entry.effects())) {
                differences.add("input " + number + ": recorded " + entry.effects() + ", replayed " + now);
            }
        }
        return differences;
    }

    /** The negotiation, recorded from its making on. */
    Negotiation recorded() {
        Negotiation negotiation = maker.apply(new Surroundings(
                () -> {
                    catalogs.add(environment.catalog());
                    return catalogs.get(catalogs.size() - 1);
                },
                group -> {
                    others.add(environment.others(group));
                    return others.get(others.size() - 1);
                }));
        return new Negotiation() {
            @Override
            public List<Effect> handle(Input input) {
                List<Effect> effects = negotiation.handle(input);
                entries.add(new Entry(
                        input, effects.stream().map(Recording::described).toList()));
                return effects.stream().map(Recording.this::seeded).toList();
            }

            @Override
            public Map<String, String> facts() {
                return negotiation.facts();
            }
        };
    }

    /** Work's results may hold secrets that are wiped by now: it is done again, unless the host never did it. */
    private static Input workedAgain(Input input, Map<Long, Work<?>> asked, Map<Long, Iterator<Long>> seeds) {
        if (!(input instanceof Input.WorkDone done)) {
            return input;
        }
        Optional<Work<?>> work = Optional.ofNullable(asked.remove(done.ticket()));
        Iterator<Long> seed = seeds.getOrDefault(done.ticket(), List.<Long>of().iterator());
        if (work.isEmpty() || !seed.hasNext()) {
            return input;
        }
        return new Input.WorkDone(done.when(), done.ticket(), outcome(work.get(), Chance.seeded(seed.next())));
    }

    private static Outcome outcome(Work<?> work, RandomSource random) {
        try {
            return new Outcome.Done(work.run(random));
        } catch (Exception failed) {
            return new Outcome.Failed(failed);
        }
    }

    private Effect seeded(Effect effect) {
        return effect instanceof Effect.Offload offload
                ? new Effect.Offload(offload.ticket(), seeded(offload.ticket(), offload.work()))
                : effect;
    }

    private <T> Work<T> seeded(long ticket, Work<T> work) {
        Work.Task<T> task = random -> {
            long own = seed(random);
            workSeeds.computeIfAbsent(ticket, first -> new ArrayDeque<>()).add(own);
            return work.run(Chance.seeded(own));
        };
        return work.kind() == Work.Kind.COMPUTES ? Work.computing(work.name(), task) : Work.waiting(work.name(), task);
    }

    /** Work holds lambdas, which equal nothing; all else prints, and secrets show in the octets that they make. */
    private static String described(Effect effect) {
        return effect instanceof Effect.Offload offload
                ? "Offload[" + offload.ticket() + ", " + offload.work().kind() + ", "
                        + offload.work().name() + "]"
                : effect.toString();
    }

    private static long seed(RandomSource random) {
        return random.bytes(Long.BYTES).number(0, Long.BYTES);
    }

    private final class Surroundings implements Environment {
        private final Chance random = Chance.seeded(seed);
        private final Supplier<Catalog> snapshots;
        private final Predicate<LaneKey> company;

        private Surroundings(Supplier<Catalog> snapshots, Predicate<LaneKey> company) {
            this.snapshots = snapshots;
            this.company = company;
        }

        @Override
        public Catalog catalog() {
            return snapshots.get();
        }

        @Override
        public RandomSource random() {
            return random;
        }

        @Override
        public Moment since() {
            return environment.since();
        }

        @Override
        public <T> T database(Class<T> type) {
            return environment.database(type);
        }

        @Override
        public Optional<Endpoint> encapsulated(Endpoint local) {
            return environment.encapsulated(local);
        }

        @Override
        public boolean others(LaneKey group) {
            return company.test(group);
        }
    }
}
