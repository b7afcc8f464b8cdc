package dev.parley.kink.message;

import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.message.Unknown;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.KerberosError;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Messages as the RFC writes them (section 6): {@code CREATE 5d3a01ff: AP_REQ, ENCRYPT {ISAKMP {SA, Ni}}}. */
public final class Notation {
    private Notation() {}

    /**
     * @param outside payloads of the message
     * @param inside payloads within KINK_ENCRYPT; none if there are none, or nobody could open it
     */
    public static String of(
            int type,
            long xid,
            boolean acknowledge,
            List<Payload> outside,
            List<Payload> inside,
            PayloadRegistry registry) {
        List<String> words = new ArrayList<>(outside.stream()
                .filter(payload -> inside.isEmpty() || !(payload instanceof EncryptPayload))
                .map(payload -> describe(type, payload, registry))
                .toList());
        if (!inside.isEmpty()) {
            words.add(inside.stream()
                    .map(payload -> describe(type, payload, registry))
                    .collect(Collectors.joining(", ", "ENCRYPT {", "}")));
        }
        return KinkMessageType.name(type)
                + String.format(" %08x", xid)
                + (acknowledge ? " ACKREQ: " : ": ")
                + String.join(", ", words);
    }

    private static String describe(int type, Payload payload, PayloadRegistry registry) {
        if (payload instanceof MalformedIsakmp) {
            return "ISAKMP {malformed}";
        }
        if (payload instanceof IsakmpPayload isakmp) {
            Map<Payload, String> names = names(type, isakmp.payloads());
            return isakmp.payloads().stream()
                    .map(inner -> names.getOrDefault(inner, describe(inner, registry)))
                    .collect(Collectors.joining(", ", "ISAKMP {", "}"));
        }
        if (payload instanceof EncryptPayload closed) {
            return "ENCRYPT {" + closed.sealed().length() + " octets}";
        }
        if (payload instanceof KrbErrorPayload error) {
            return "KRB_ERROR" + code(error);
        }
        return describe(payload, registry);
    }

    private static String code(KrbErrorPayload error) {
        try {
            return "(" + KerberosError.name(KerberosError.read(error.der()).code()) + ")";
        } catch (WireException malformed) {
            return " {malformed}";
        }
    }

    private static String describe(Payload payload, PayloadRegistry registry) {
        if (payload instanceof Unknown unknown) {
            return registry.codec(unknown.type())
                    .map(codec -> codec.mnemonic() + " {malformed}")
                    .orElse("payload " + unknown.type().number());
        }
        return payload instanceof DeletePayload delete
                ? delete.spis().stream()
                        .map(spi -> " 0x" + spi)
                        .collect(Collectors.joining("", "D(" + ProtocolId.name(delete.protocol()), ")"))
                : registry.describe(payload);
    }

    private static Map<Payload, String> names(int type, List<Payload> payloads) {
        MessageRule rule = type == KinkMessageType.REPLY ? QuickModeGrammar.CREATED : QuickModeGrammar.CREATE;
        Map<Payload, String> names = new IdentityHashMap<>();
        rule.sort(payloads, payload -> OptionalInt.empty())
                .forEach((slot, sorted) -> sorted.stream()
                        .filter(payload -> !(payload instanceof NotificationPayload))
                        .filter(payload -> !(payload instanceof DeletePayload))
                        .forEach(payload -> names.put(payload, slot.name())));
        return names;
    }
}
