package dev.parley.operate.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/** Reads JSON as RFC 8259 has it, and no key twice: of two connections with one name a person would miss the first. */
final class StrictJson {
    private final JsonReader reader;

    private StrictJson(JsonReader reader) {
        this.reader = reader;
    }

    /** @throws IOException saying in one line what is wrong and where */
    static JsonElement read(String text) throws IOException {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            if (text.isBlank()) {
                throw new EOFException("the file is empty");
            }
            JsonElement element = new StrictJson(reader).value();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("it goes on after its end");
            }
            return element;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new IOException("no JSON: " + why(e), e);
        }
    }

    private JsonElement value() throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT:
                return object();
            case BEGIN_ARRAY:
                return array();
            case STRING:
                return new JsonPrimitive(reader.nextString());
            case NUMBER:
                return new JsonPrimitive(new BigDecimal(reader.nextString()));
            case BOOLEAN:
                return new JsonPrimitive(reader.nextBoolean());
            default:
                reader.nextNull();
                return JsonNull.INSTANCE;
        }
    }

    private JsonObject object() throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            String path = reader.getPath();
            if (object.has(name)) {
                throw new IOException("it says " + path + " twice");
            }
            object.add(name, value());
        }
        reader.endObject();
        return object;
    }

    private JsonArray array() throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(value());
        }
        reader.endArray();
        return array;
    }

    /** The reader's message, without the advice for programmers in it and after its first line. */
    private static String why(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replace(
                        "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON", "it is malformed");
    }
}
