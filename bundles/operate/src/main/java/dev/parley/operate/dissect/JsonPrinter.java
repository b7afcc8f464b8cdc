package dev.parley.operate.dissect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.parley.isakmp.dissection.Field;
import dev.parley.isakmp.dissection.Layer;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** For a program: one object, whose packets are written as they are read. */
final class JsonPrinter implements DissectionPrinter {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Writer out;
    private final JsonWriter json;
    private final Detail detail;

    JsonPrinter(Writer out, Detail detail) throws IOException {
        this.out = out;
        this.json = GSON.newJsonWriter(out);
        this.detail = detail;
    }

    @Override
    public void begin() throws IOException {
        json.beginObject().name("packets").beginArray();
    }

    @Override
    public void print(Seen seen) {
        if (seen.kind() != Seen.Kind.OTHER) {
            GSON.toJson(object(seen), json);
        }
    }

    @Override
    public void end(Tally tally, List<String> lines) throws IOException {
        json.endArray();
        json.name("messages").value(tally.messages());
        json.name("faulty").value(tally.faulty());
        json.name("unreadable").value(tally.unreadable());
        json.name("traffic").value(tally.traffic());
        json.name("others").value(tally.others());
        json.name("remarks").beginArray();
        for (String line : lines) {
            json.value(line);
        }
        json.endArray().endObject();
        json.flush();
        out.write(System.lineSeparator());
        out.flush();
    }

    private JsonObject object(Seen seen) {
        Packet packet = seen.packet();
        JsonObject object = new JsonObject();
        object.addProperty("frame", packet.frame());
        object.addProperty("nanoseconds", packet.nanos());
        object.addProperty("from", packet.from().toString());
        object.addProperty("to", packet.to().toString());
        object.addProperty("protocol", seen.protocol());
        object.addProperty("text", seen.dissection().notation());
        JsonArray notes = new JsonArray();
        seen.dissection().notes().forEach(notes::add);
        object.add("notes", notes);
        JsonArray layers = new JsonArray();
        seen.dissection().layers().forEach(layer -> layers.add(object(layer)));
        object.add("layers", layers);
        return object;
    }

    private JsonObject object(Layer layer) {
        JsonObject object = new JsonObject();
        object.addProperty("name", layer.name());
        object.addProperty("octets", layer.octets().toString());
        layer.fault().ifPresent(fault -> {
            JsonObject bad = new JsonObject();
            bad.addProperty("field", fault.field());
            bad.addProperty("offset", fault.offset());
            bad.addProperty("text", fault.getMessage());
            object.add("bad", bad);
        });
        if (detail == Detail.FIELDS) {
            object.add("fields", array(layer.fields()));
        }
        return object;
    }

    private static JsonArray array(List<Field> fields) {
        JsonArray array = new JsonArray();
        for (Field field : fields) {
            JsonObject object = new JsonObject();
            object.addProperty("name", field.name());
            object.addProperty("offset", field.offset());
            object.addProperty("length", field.length());
            if (field.parts().isEmpty()) {
                object.addProperty("value", field.value());
            } else {
                object.add("fields", array(field.parts()));
            }
            array.add(object);
        }
        return array;
    }
}
