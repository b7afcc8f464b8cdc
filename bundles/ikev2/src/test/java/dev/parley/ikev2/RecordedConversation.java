package dev.parley.ikev2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.isakmp.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A conversation between two strongSwans with every secret; {@code conversations/README.md} says where it is from. */
public record RecordedConversation(
        String name, String connection, String psk, List<Packet> packets, List<Value> values) {
    private static final int SK = 46;
    private static final int SK_BODY_AT = 32;
    private static final int ICV_OCTETS = 16;
    private static final int INITIATOR_FLAG = 0x08;

    /** A UDP payload without the non-ESP marker. */
    public record Packet(int frame, String source, int destinationPort, Bytes octets) {}

    /** A secret or an intermediate result, under the name that the initiator's log gave it. */
    public record Value(String name, String sa, Bytes octets) {}

    /** What was inside an Encrypted payload: the type of the first payload, and the chain without padding. */
    public record Opened(int first, Bytes chain) {}

    public static List<String> names() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RecordedConversation load(String name) {
        try {
            Path file = root().resolve(name).resolve("vector.json");
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return new RecordedConversation(
                    name,
                    json.get("connection").getAsString(),
                    json.get("psk").getAsString(),
                    objects(json, "packets")
                            .map(packet -> new Packet(
                                    packet.get("frame").getAsInt(),
                                    packet.get("src").getAsString(),
                                    packet.get("port").getAsInt(),
                                    hex(packet)))
                            .toList(),
                    objects(json, "values")
                            .map(value -> new Value(
                                    value.get("name").getAsString(),
                                    value.get("sa").getAsString(),
                                    hex(value)))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<RecordedConversation> all() {
        return names().stream().map(RecordedConversation::load).toList();
    }

    public Bytes packet(int index) {
        return packets.get(index).octets();
    }

    /** All values of that name, in the order of the log. */
    public List<Bytes> values(String valueName) {
        return values.stream()
                .filter(value -> value.name().equals(valueName))
                .map(Value::octets)
                .toList();
    }

    /** The first value of that name. */
    public Bytes value(String valueName) {
        return values(valueName).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " has no value '" + valueName + "'"));
    }

    /**
     * Opens a message that consists of one Encrypted payload, with whichever of the recorded keys proves it; empty if
     * it is another message, or none does.
     */
    public Optional<Opened> open(Bytes message) {
        if (message.at(16) != SK) {
            return Optional.empty();
        }
        boolean byInitiator = (message.at(19) & INITIATOR_FLAG) != 0;
        List<Bytes> encryption = values(byInitiator ? "Sk_ei secret" : "Sk_er secret");
        List<Bytes> integrity = values(byInitiator ? "Sk_ai secret" : "Sk_ar secret");
        for (int i = 0; i < encryption.size(); i++) {
            Optional<Bytes> plain = integrity.isEmpty()
                    ? openGcm(message, encryption.get(i))
                    : openCbc(message, encryption.get(i), integrity.get(i));
            if (plain.isPresent()) {
                Bytes padded = plain.get();
                int padding = padded.at(padded.length() - 1);
                return Optional.of(new Opened(message.at(28), padded.slice(0, padded.length() - 1 - padding)));
            }
        }
        return Optional.empty();
    }

    /** RFC 5282: the key's last four octets are the salt, the IV has eight. */
    private static Optional<Bytes> openGcm(Bytes message, Bytes key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            Bytes nonce = Bytes.concat(key.from(key.length() - 4), message.slice(SK_BODY_AT, SK_BODY_AT + 8));
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key.slice(0, key.length() - 4).toArray(), "AES"),
                    new GCMParameterSpec(8 * ICV_OCTETS, nonce.toArray()));
            cipher.updateAAD(message.slice(0, SK_BODY_AT).toArray());
            return Optional.of(
                    Bytes.copyOf(cipher.doFinal(message.from(SK_BODY_AT + 8).toArray())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** RFC 7296 section 3.14 with HMAC-SHA-256-128. */
    private static Optional<Bytes> openCbc(Bytes message, Bytes key, Bytes integrityKey) {
        try {
            int icvAt = message.length() - ICV_OCTETS;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(integrityKey.toArray(), "HmacSHA256"));
            Bytes icv =
                    Bytes.copyOf(mac.doFinal(message.slice(0, icvAt).toArray())).slice(0, ICV_OCTETS);
            if (!icv.equals(message.from(icvAt))) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            int dataAt = SK_BODY_AT + 16;
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key.toArray(), "AES"),
                    new IvParameterSpec(message.slice(SK_BODY_AT, dataAt).toArray()));
            return Optional.of(
                    Bytes.copyOf(cipher.doFinal(message.slice(dataAt, icvAt).toArray())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<JsonObject> objects(JsonObject json, String list) {
        return StreamSupport.stream(json.getAsJsonArray(list).spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }

    private static Bytes hex(JsonObject json) {
        return Bytes.hex(json.get("hex").getAsString());
    }

    private static Path root() {
        try {
            return Path.of(
                    RecordedConversation.class.getResource("/conversations").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
