package dev.parley.ikev2.dissection;

import dev.parley.ikev2.message.AuthMethod;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IdPayload;
import dev.parley.ikev2.message.IdType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.Ikev2Payloads;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.ikev2.message.Transform;
import dev.parley.ikev2.message.TransformType;
import dev.parley.ikev2.message.TsPayload.Selector;
import dev.parley.ipsec.Identity;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.dissection.Meanings;
import dev.parley.isakmp.message.PayloadType;
import dev.parley.isakmp.wire.Bytes;
import java.util.Map;

/** What the numbers in IKEv2's fields stand for (RFC 7296 section 3, and IANA). */
final class Ikev2Meanings implements Meanings {
    private static final int SHORT_FORMAT = 0x8000;
    /** A Selector Length field has two octets; what follows under the same name is the selector. */
    private static final int LENGTH_OCTETS = 2;

    @Override
    public String of(String field, Bytes octets, Map<String, Long> before) {
        return switch (field) {
            case "Initiator Cookie" -> "IKE SA Initiator's SPI";
            case "Responder Cookie" -> "IKE SA Responder's SPI";
            case "Next Payload" -> number(octets) == PayloadType.NONE ? "none" : Ikev2Payloads.name(number(octets));
            case "Version" -> (octets.at(0) >>> 4) + "." + (octets.at(0) & 15);
            case "Exchange Type" -> ExchangeType.name(number(octets));
            case "Flags" -> flags(number(octets));
            case "Protocol ID" -> number(octets) == 0 ? "" : ProtocolId.name(number(octets));
            case "Transform Type" -> TransformType.name(number(octets));
            case "Transform ID" -> TransformType.transformName(last(before, "Transform Type"), number(octets));
            case "Attribute Type" -> (number(octets) & ~SHORT_FORMAT) == Transform.KEY_LENGTH ? "Key Length" : "";
            case "Attribute Value" -> octets.length() == 2 ? number(octets) + " bits" : "";
            case "Diffie-Hellman Group Num" -> TransformType.transformName(TransformType.KE, number(octets));
            case "Notify Message Type" -> NotifyType.name(number(octets));
            case "ID Type" -> IdType.name(number(octets));
            case "Identification Data" -> identity(last(before, "ID Type"), octets);
            case "Auth Method" -> AuthMethod.name(number(octets));
            case "TS Type" ->
                number(octets) == Selector.IPV4_ADDR_RANGE
                        ? "TS_IPV4_ADDR_RANGE"
                        : number(octets) == Selector.IPV6_ADDR_RANGE ? "TS_IPV6_ADDR_RANGE" : "";
            case "Selector Length" -> selector(octets, before);
            case "Vendor ID" -> text(octets);
            default -> "";
        };
    }

    private static int number(Bytes octets) {
        return (int) octets.number(0, octets.length());
    }

    private static int last(Map<String, Long> before, String field) {
        return before.getOrDefault(field, 0L).intValue();
    }

    private static String flags(int flags) {
        String who = (flags & IkeFlags.INITIATOR) != 0 ? "from the initiator" : "from the responder";
        String what = (flags & IkeFlags.RESPONSE) != 0 ? "response" : "request";
        return who + ", " + what + ((flags & IkeFlags.VERSION) != 0 ? ", speaks a higher version" : "");
    }

    private static String identity(int idType, Bytes octets) {
        return IdPayload.of(Role.INITIATOR, idType, octets)
                .identity()
                .map(Identity::toString)
                .orElse("");
    }

    private static String selector(Bytes octets, Map<String, Long> before) {
        int type = last(before, "TS Type");
        int protocol = last(before, "IP Protocol ID");
        if (octets.length() <= LENGTH_OCTETS) {
            return "";
        }
        Bytes body = Bytes.concat(Bytes.unsigned(protocol, 1), octets);
        return new Selector(type, body)
                .toTrafficSelector()
                .map(Object::toString)
                .orElse("");
    }

    private static String text(Bytes octets) {
        String text = octets.printable();
        return text.matches("[ -~]{4,}") && text.indexOf('?') < 0 ? text : "";
    }
}
