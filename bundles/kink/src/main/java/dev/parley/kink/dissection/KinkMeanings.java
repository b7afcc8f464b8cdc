package dev.parley.kink.dissection;

import dev.parley.ipsec.doi.AttributeType;
import dev.parley.ipsec.doi.Encapsulation;
import dev.parley.ipsec.doi.IdType;
import dev.parley.ipsec.doi.Identification;
import dev.parley.ipsec.doi.IpsecDoi;
import dev.parley.ipsec.doi.IpsecNotify;
import dev.parley.ipsec.doi.ProtocolId;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.dissection.Meanings;
import dev.parley.isakmp.payload.IdPayload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.kerberos.ApRequest;
import dev.parley.kink.message.ErrorPayload;
import dev.parley.kink.message.KinkMessageType;
import java.time.Instant;
import java.util.Map;

/** What the numbers in KINK's fields stand for (RFC 4430 section 4), and those of a Quick Mode (RFC 2407 section 4). */
final class KinkMeanings implements Meanings {
    private static final int FORMAT_BIT = 0x8000;

    @Override
    public String of(String field, Bytes octets, Map<String, Long> before) {
        return switch (field) {
            case "Type" -> KinkMessageType.name(number(octets));
            case "MjVer" -> (octets.at(0) >>> 4) + "." + (octets.at(0) & 15);
            case "DOI", "Domain of Interpretation" -> number(octets) == IpsecDoi.NUMBER ? "IPsec" : "";
            case "XID" -> "0x" + octets;
            case "ACKREQ" -> octets.at(0) >>> 7 == 1 ? "an ACK is awaited" : "";
            case "EPOCH" ->
                Instant.ofEpochSecond(octets.number(0, octets.length())).toString();
            case "AP-REQ" -> ticket(octets);
            case "QMMaj" -> (octets.at(0) >>> 4) + "." + (octets.at(0) & 15);
            case "ErrorCode" -> ErrorPayload.name(octets.number(0, octets.length()));
            case "Protocol-Id", "Protocol-ID" -> number(octets) == 0 ? "" : ProtocolId.name(number(octets));
            case "Attribute Type" -> AttributeType.name(number(octets) & ~FORMAT_BIT);
            case "Attribute Value" -> attribute(last(before, "Attribute Type") & ~FORMAT_BIT, octets);
            case "Notify Message Type" -> IpsecNotify.name(number(octets));
            case "ID Type" -> IdType.name(number(octets));
            case "Identification Data" -> selector(last(before, "ID Type"), octets);
            default -> "";
        };
    }

    private static int number(Bytes octets) {
        return (int) octets.number(0, octets.length());
    }

    private static int last(Map<String, Long> before, String field) {
        return before.getOrDefault(field, 0L).intValue();
    }

    /** What a ticket says to everybody. */
    private static String ticket(Bytes der) {
        try {
            ApRequest request = ApRequest.read(der);
            return "ticket for " + request.service() + ", encryption type " + request.type()
                    + (request.kvno().isPresent()
                            ? ", key version " + request.kvno().getAsLong()
                            : "");
        } catch (WireException malformed) {
            return malformed.getMessage();
        }
    }

    private static String attribute(int type, Bytes octets) {
        if (octets.length() > Integer.BYTES) {
            return "";
        }
        int value = number(octets);
        return switch (type) {
            case AttributeType.ENCAPSULATION_MODE ->
                Encapsulation.of(value).map(Enum::name).orElse("");
            case AttributeType.SA_LIFE_TYPE ->
                value == AttributeType.SECONDS ? "seconds" : value == AttributeType.KILOBYTES ? "kilobytes" : "";
            default -> value + "";
        };
    }

    private static String selector(int idType, Bytes octets) {
        try {
            return Identification.selector(new IdPayload(idType, Bytes.zeros(IdPayload.DOI_SPECIFIC_OCTETS), octets))
                    .toString();
        } catch (Refusal none) {
            return "";
        }
    }
}
