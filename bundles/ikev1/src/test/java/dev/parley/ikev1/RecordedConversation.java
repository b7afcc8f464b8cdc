package dev.parley.ikev1;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.isakmp.wire.WireReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A conversation of strongSwan 5.9.8 with itself and every secret that it logged; {@code README.md} beside it says more.
 *
 * @param messages without what was sent again, fragments put together
 * @param values in the order of the log
 */
record RecordedConversation(String name, Bytes preSharedKey, List<Spoken> messages, List<Value> values) {
    static final List<String> NAMES =
            List.of("main-psk", "aggr-psk", "main-rsa", "rekey", "dpd", "fragments", "xauth-psk", "xauth-rsa");

    private static final int FRAGMENT = 132;
    private static final int FRAGMENT_HEADER_OCTETS = 8;
    private static final int LAST = 1;
    private static final String INITIATOR = "10.99.0.1";

    /** A message and who sent it, counted from phase 1. */
    record Spoken(Role sender, IsakmpHeader header, Bytes octets) {}

    record Value(String name, Bytes octets) {}

    static Stream<RecordedConversation> all() {
        return NAMES.stream().map(RecordedConversation::read);
    }

    static RecordedConversation read(String name) {
        try (Reader reader = new InputStreamReader(
                RecordedConversation.class.getResourceAsStream(name + ".json"), StandardCharsets.UTF_8)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            return new RecordedConversation(
                    name,
                    Bytes.utf8(json.get("psk").getAsString()),
                    messages(json),
                    objects(json, "values")
                            .map(value -> new Value(value.get("name").getAsString(), hex(value)))
                            .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The first value of this name. */
    Bytes value(String wanted) {
        return all(wanted).get(0);
    }

    /** All values of this name, in order. */
    List<Bytes> all(String wanted) {
        return values.stream()
                .filter(value -> value.name().equals(wanted))
                .map(Value::octets)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Spoken> messages(JsonObject json) {
        List<Spoken> messages = new ArrayList<>();
        List<Bytes> seen = new ArrayList<>();
        Bytes together = Bytes.EMPTY;
        for (JsonObject packet : objects(json, "packets").toList()) {
            Role sender = packet.get("src").getAsString().equals(INITIATOR) ? Role.INITIATOR : Role.RESPONDER;
            Bytes octets = hex(packet);
            if (seen.contains(octets)) {
                continue;
            }
            seen.add(octets);
            if (header(octets).nextPayload() == FRAGMENT) {
                together = Bytes.concat(together, octets.from(IsakmpHeader.OCTETS + FRAGMENT_HEADER_OCTETS));
                if ((octets.at(IsakmpHeader.OCTETS + FRAGMENT_HEADER_OCTETS - 1) & LAST) == 0) {
                    continue;
                }
                octets = together;
                together = Bytes.EMPTY;
            }
            messages.add(new Spoken(sender, header(octets), octets));
        }
        return messages;
    }

    private static IsakmpHeader header(Bytes octets) {
        try {
            return IsakmpHeader.read(new WireReader(octets));
        } catch (WireException truncated) {
            throw new IllegalStateException(truncated);
        }
    }

    private static Bytes hex(JsonObject json) {
        return Bytes.hex(json.get("hex").getAsString());
    }

    private static Stream<JsonObject> objects(JsonObject json, String field) {
        return StreamSupport.stream(json.getAsJsonArray(field).spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }
}
