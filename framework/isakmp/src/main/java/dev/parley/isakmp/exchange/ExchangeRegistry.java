package dev.parley.isakmp.exchange;

import dev.parley.isakmp.extension.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Exchanges by major version, DOI and number; one that a DOI has not is that of no DOI (RFC 2408 section 4.1). */
public final class ExchangeRegistry {
    private record Key(int majorVersion, OptionalLong doi, int number) {}

    private final Map<Key, ExchangeDefinition> exchanges;

    private ExchangeRegistry(Map<Key, ExchangeDefinition> exchanges) {
        this.exchanges = exchanges;
    }

    /** What {@code catalog} holds. */
    public static ExchangeRegistry of(Catalog catalog) {
        return catalog.derived(ExchangeRegistry.class, all -> of(all.all(ExchangeRules.class)));
    }

    /** What {@code contributed} holds; of two for one place the first is kept. */
    public static ExchangeRegistry of(List<? extends ExchangeRules> contributed) {
        Map<Key, ExchangeDefinition> exchanges = new LinkedHashMap<>();
        for (ExchangeRules some : contributed) {
            for (ExchangeDefinition one : some.exchanges()) {
                exchanges.putIfAbsent(new Key(one.majorVersion(), one.doi(), one.number()), one);
            }
        }
        return new ExchangeRegistry(exchanges);
    }

    /** Exchange {@code number} under {@code doi}. */
    public Optional<ExchangeDefinition> find(int majorVersion, long doi, int number) {
        return Optional.ofNullable(exchanges.get(new Key(majorVersion, OptionalLong.of(doi), number)))
                .or(() -> Optional.ofNullable(exchanges.get(new Key(majorVersion, OptionalLong.empty(), number))));
    }

    /** Whether any DOI has an exchange {@code number}. */
    public boolean knows(int majorVersion, int number) {
        return exchanges.keySet().stream().anyMatch(key -> key.majorVersion == majorVersion && key.number == number);
    }

    /** All there are: by version and number, those of no DOI first. */
    public List<ExchangeDefinition> all() {
        List<ExchangeDefinition> all = new ArrayList<>(exchanges.values());
        all.sort(Comparator.comparingInt(ExchangeDefinition::majorVersion)
                .thenComparingInt(ExchangeDefinition::number)
                .thenComparingLong(one -> one.doi().orElse(-1)));
        return all;
    }
}
