package dev.parley.operate.plugins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.engine.Catalogs;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.message.PayloadCodec;
import dev.parley.isakmp.message.PayloadCodecs;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.operate.view.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The payload registry: which payload types can be read and written, as what, and by whose codec. */
public final class PayloadReport {
    private static final String POINT =
            PayloadCodecs.class.getAnnotation(ExtensionPoint.class).value();

    private PayloadReport() {}

    /** What is registered now, by number space and number. */
    public static JsonObject json(Catalogs catalogs) {
        List<JsonObject> rows = new ArrayList<>();
        PayloadRegistry registry = PayloadRegistry.of(catalogs.catalog());
        for (PayloadCodecs some : catalogs.catalog().all(PayloadCodecs.class)) {
            String bundle = catalogs.describe().stream()
                    .filter(entry -> entry.point().equals(POINT) && entry.key().equals(some.key()))
                    .map(Catalogs.Entry::bundle)
                    .distinct()
                    .collect(Collectors.joining(", "));
            for (PayloadCodec<?> codec : some.codecs()) {
                JsonObject row = new JsonObject();
                row.addProperty("space", codec.type().space().name());
                row.addProperty("number", codec.type().number());
                row.addProperty("mnemonic", codec.mnemonic());
                row.addProperty("record", codec.payload().getName());
                row.addProperty("bundle", bundle);
                boolean used = registry.codec(codec.type())
                        .filter(chosen -> chosen.payload() == codec.payload())
                        .isPresent();
                row.addProperty("state", used ? "in use" : "shadowed");
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparing((JsonObject row) -> text(row, "space"))
                .thenComparing(row -> row.get("number").getAsInt()));
        JsonArray payloads = new JsonArray();
        rows.forEach(payloads::add);
        JsonObject report = new JsonObject();
        report.add("payloads", payloads);
        return report;
    }

    /** The same for a person, from what {@link #json} made. */
    public static List<String> lines(JsonObject report) {
        Table table = new Table("SPACE", "NUMBER", "MNEMONIC", "RECORD", "FROM", "STATE");
        for (JsonElement element : report.getAsJsonArray("payloads")) {
            JsonObject row = element.getAsJsonObject();
            String record = text(row, "record");
            table.row(
                    text(row, "space"),
                    text(row, "number"),
                    text(row, "mnemonic"),
                    record.substring(record.lastIndexOf('.') + 1),
                    text(row, "bundle"),
                    text(row, "state"));
        }
        return table.lines();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }
}
