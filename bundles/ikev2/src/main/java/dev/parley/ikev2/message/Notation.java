package dev.parley.ikev2.message;

import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Unknown;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Messages as the RFC writes them (section 1.2): {@code IKE_AUTH request 1: HDR, SK {IDi, AUTH, SAi2, TSi, TSr}}. */
public final class Notation {
    private Notation() {}

    /**
     * @param payloads in order of arrival; of an encrypted message those inside
     * @param encrypted whether they came in an Encrypted payload
     */
    public static String of(IsakmpHeader header, List<Payload> payloads, boolean encrypted, PayloadRegistry registry) {
        String chain = payloads(header, payloads, registry);
        return front(header) + (encrypted ? ", SK {" + chain + "}" : chain.isEmpty() ? "" : ", " + chain);
    }

    /** What stands in front of a message's payloads. */
    public static String front(IsakmpHeader header) {
        return ExchangeType.name(header.exchangeType()) + (header.has(IkeFlags.RESPONSE) ? " response " : " request ")
                + header.messageId() + ": HDR";
    }

    /** The payloads of a message alone. */
    public static String payloads(IsakmpHeader header, List<Payload> payloads, PayloadRegistry registry) {
        Map<Payload, String> names = names(header.exchangeType(), header.has(IkeFlags.RESPONSE), payloads);
        return payloads.stream()
                .map(payload -> names.containsKey(payload) ? names.get(payload) : describe(payload, registry))
                .collect(Collectors.joining(", "));
    }

    /** The slot names of those payloads that say nothing more by themselves. */
    private static Map<Payload, String> names(int exchange, boolean response, List<Payload> payloads) {
        Map<Payload, String> names = new IdentityHashMap<>();
        Ikev2Grammar.form(exchange, response, payloads)
                .ifPresent(rule -> rule.sort(payloads, Ikev2Grammar::notifyType)
                        .forEach((slot, sorted) -> sorted.stream()
                                .filter(payload -> !tellsMore(payload))
                                .forEach(payload -> names.put(payload, slot.name()))));
        return names;
    }

    private static boolean tellsMore(Payload payload) {
        return payload instanceof NotifyPayload || payload instanceof DeletePayload;
    }

    private static String describe(Payload payload, PayloadRegistry registry) {
        return payload instanceof Unknown && payload.type().space().equals(Ikev2Payloads.SPACE)
                ? Ikev2Payloads.name(payload.type().number())
                : registry.describe(payload);
    }
}
