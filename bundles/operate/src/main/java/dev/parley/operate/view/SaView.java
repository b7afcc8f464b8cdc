package dev.parley.operate.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.IpsecSa;
import dev.parley.ipsec.Mode;
import dev.parley.ipsec.SecurityAssociationDatabase;
import dev.parley.ipsec.SequenceNumbers;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.isakmp.sa.SecurityAssociation;
import dev.parley.isakmp.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** SAs for people and for programs. Keys appear as fingerprints only. */
public final class SaView {
    private static final String SPI = "spi";
    private static final String DESTINATION = "destination";
    private static final String DIRECTION = "direction";
    private static final String INBOUND = "inbound";
    private static final String PROTOCOL = "protocol";
    private static final String ALGORITHM = "algorithm";
    private static final String KEY = "keyFingerprint";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String CONNECTION = "connection";
    private static final String CHILD = "child";
    private static final String MODE = "mode";
    private static final String SEQUENCE_NUMBERS = "sequenceNumbers";

    private SaView() {}

    /** All SAs of a database. */
    public static JsonArray json(SecurityAssociationDatabase database) {
        JsonArray all = new JsonArray();
        database.entries().forEach(entry -> all.add(json(entry)));
        return all;
    }

    private static JsonObject json(SecurityAssociationDatabase.Entry entry) {
        JsonObject json = new JsonObject();
        SecurityAssociation sa = entry.sa();
        json.addProperty(SPI, "0x" + sa.spi());
        json.addProperty(DESTINATION, IpAddress.format(sa.destination()));
        json.addProperty(PROTOCOL, sa.protocol());
        json.addProperty(DIRECTION, entry.inbound() ? INBOUND : "outbound");
        if (sa instanceof IpsecSa ipsec) {
            json.addProperty(MODE, ipsec.mode().toString());
            json.addProperty(ALGORITHM, algorithm(ipsec));
            json.addProperty(SEQUENCE_NUMBERS, ipsec.sequenceNumbers().toString());
            json.addProperty(KEY, Fingerprint.of(ipsec.encryptionKey(), ipsec.integrityKey()));
            json.addProperty("source", IpAddress.format(ipsec.source()));
            json.addProperty("mateSpi", "0x" + ipsec.mateSpi());
            json.addProperty("udpEncapsulated", ipsec.udpEncapsulated());
            ipsec.realAddresses().ifPresent(real -> {
                json.addProperty("realSource", IpAddress.format(real.source()));
                json.addProperty("realDestination", IpAddress.format(real.destination()));
            });
            json.add(FROM, selectors(ipsec.sourceSelectors()));
            json.add(TO, selectors(ipsec.destinationSelectors()));
            json.addProperty(CONNECTION, ipsec.connection());
            json.addProperty(CHILD, ipsec.child());
            json.addProperty("peer", ipsec.peer().toString());
            json.addProperty("lifetimeSeconds", ipsec.lifetimeSeconds());
        } else {
            json.addProperty("description", sa.describe());
        }
        return json;
    }

    /** A table of what {@link #json(SecurityAssociationDatabase)} made. */
    public static List<String> lines(JsonArray sas) {
        Table table = new Table("SPI", "WAY", "TO", "SA", "KEY", "TRAFFIC", "CHILD");
        sas.forEach(element -> {
            JsonObject sa = element.getAsJsonObject();
            table.row(
                    text(sa, SPI),
                    text(sa, DIRECTION).equals(INBOUND) ? "in" : "out",
                    text(sa, DESTINATION),
                    text(sa, PROTOCOL) + " " + text(sa, ALGORITHM) + extras(sa),
                    text(sa, KEY),
                    list(sa, FROM) + " -> " + list(sa, TO),
                    text(sa, CONNECTION) + "/" + text(sa, CHILD));
        });
        return table.lines();
    }

    /** What is not as it usually is. */
    private static String extras(JsonObject sa) {
        String esn = SequenceNumbers.EXTENDED.toString();
        String transport = Mode.TRANSPORT.toString();
        return (text(sa, SEQUENCE_NUMBERS).equals(esn) ? " + " + esn : "")
                + (text(sa, MODE).equals(transport) ? ", " + transport : "");
    }

    private static String algorithm(IpsecSa sa) {
        return String.join(
                " + ",
                Stream.of(sa.encryption(), sa.integrity())
                        .flatMap(algorithm -> algorithm.map(Algorithm::toString).stream())
                        .toList());
    }

    private static JsonArray selectors(List<TrafficSelector> selectors) {
        JsonArray texts = new JsonArray();
        selectors.forEach(selector -> texts.add(selector.toString()));
        return texts;
    }

    private static String text(JsonObject sa, String name) {
        return sa.has(name) ? sa.get(name).getAsString() : "-";
    }

    private static String list(JsonObject sa, String name) {
        List<String> texts = new ArrayList<>();
        if (sa.has(name)) {
            sa.getAsJsonArray(name).forEach(text -> texts.add(text.getAsString()));
        }
        return texts.isEmpty() ? "-" : String.join(",", texts);
    }
}
