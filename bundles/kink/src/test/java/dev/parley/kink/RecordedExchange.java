package dev.parley.kink;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosKey;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A recorded conversation between two kinkds (racoon2 20100526a) with every secret; {@code README.md} beside it says more. */
public record RecordedExchange(String name, KerberosKey session, List<Spoken> messages, List<Installed> installed) {
    /** An SA's keys as the kernel got them. */
    public record Installed(Bytes spi, Bytes keys) {}

    /** One message and what an independent decoder read in it. */
    public record Spoken(JsonObject json) {
        public Bytes octets(String field) {
            return optional(field).orElseThrow();
        }

        public Optional<Bytes> optional(String field) {
            return Optional.ofNullable(json.get(field))
                    .filter(value -> !value.isJsonNull())
                    .map(value -> Bytes.hex(value.getAsString()));
        }

        public String text(String field) {
            return json.get(field).getAsString();
        }

        public int number(String field) {
            return json.get(field).getAsInt();
        }

        public List<JsonObject> keymat() {
            return objects(json, "keymat");
        }
    }

    public static List<RecordedExchange> all() {
        try (Reader reader = new InputStreamReader(
                RecordedExchange.class.getResourceAsStream("conversations.json"), StandardCharsets.UTF_8)) {
            return StreamSupport.stream(
                            JsonParser.parseReader(reader).getAsJsonArray().spliterator(), false)
                    .map(JsonElement::getAsJsonObject)
                    .map(RecordedExchange::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static RecordedExchange read(JsonObject json) {
        return new RecordedExchange(
                json.get("name").getAsString(),
                KerberosKey.of(
                                json.get("etype").getAsInt(),
                                Key.of(Bytes.hex(json.get("sessionKey").getAsString())))
                        .orElseThrow(),
                objects(json, "messages").stream().map(Spoken::new).toList(),
                objects(json, "kinkdInstalled").stream()
                        .map(sa -> new Installed(
                                Bytes.hex(sa.get("spi").getAsString()),
                                Bytes.hex(sa.get("encPlusAuth").getAsString())))
                        .toList());
    }

    private static List<JsonObject> objects(JsonObject json, String field) {
        if (!json.has(field)) {
            return List.of();
        }
        return StreamSupport.stream(json.getAsJsonArray(field).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
