package dev.parley.operate.control;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** JSON objects, one a line, over a channel. */
final class JsonLines {
    /** A list of some hundred thousand SAs; it bounds what either side must keep. */
    private static final int MAX_OCTETS = 64 << 20;

    private static final int BUFFER = 8192;
    private static final Gson GSON = new Gson();

    private JsonLines() {}

    static void write(WritableByteChannel channel, JsonObject object) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((GSON.toJson((JsonElement) object) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** @throws IOException if no line comes, or one that is no object */
    static JsonObject read(ReadableByteChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (true) {
            if (channel.read(buffer.clear()) < 0) {
                throw new EOFException("the other side of the control socket closed it without an answer");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte octet = buffer.get();
                if (octet == '\n') {
                    return parse(line.toString(StandardCharsets.UTF_8));
                }
                line.write(octet);
            }
            if (line.size() > MAX_OCTETS) {
                throw new IOException("a line at the control socket is longer than " + MAX_OCTETS + " octets");
            }
        }
    }

    private static JsonObject parse(String line) throws IOException {
        try {
            JsonElement element = JsonParser.parseString(line);
            if (element.isJsonObject()) {
                return element.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            throw new IOException("a line at the control socket is no JSON: " + e.getMessage(), e);
        }
        throw new IOException("a line at the control socket is no JSON object");
    }
}
