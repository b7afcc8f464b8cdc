package dev.parley.operate.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.engine.ConnectionState;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.operate.config.Connection;
import java.util.List;
import java.util.Locale;

/** A connection for people and for programs. */
public final class ConnectionView {
    private ConnectionView() {}

    /** @param missing what it waits for, a line each */
    static JsonObject json(Connection connection, ConnectionState state, List<String> missing) {
        Policy policy = connection.policy();
        JsonObject json = new JsonObject();
        json.addProperty("name", policy.name());
        json.addProperty("protocol", policy.protocol());
        json.addProperty("local", local(policy));
        json.addProperty("remote", remote(policy));
        json.addProperty("start", connection.start().name().toLowerCase(Locale.ROOT));
        json.addProperty("state", words(state));
        json.addProperty("wanted", state.wanted());
        state.nextMillis().ifPresent(millis -> json.addProperty("nextMillis", millis));
        state.failure().ifPresent(why -> json.addProperty("failure", why.getMessage()));
        JsonArray lines = new JsonArray();
        missing.forEach(lines::add);
        json.add("missing", lines);
        return json;
    }

    private static String words(ConnectionState state) {
        if (state.up()) {
            return "up";
        }
        if (state.busy()) {
            return state.wanted() ? "begins" : "ends";
        }
        if (!state.wanted()) {
            return "down";
        }
        if (!state.missing().isEmpty()) {
            return "waits for methods";
        }
        return state.nextMillis().isPresent()
                ? "waits " + (state.nextMillis().getAsLong() + 999) / 1000 + " s"
                : "wanted";
    }

    /** Our end, in one line. */
    public static String local(Policy policy) {
        return policy.local().endpoint() + identity(policy.local());
    }

    /** The peer's end, in one line. */
    public static String remote(Policy policy) {
        PolicyEnd remote = policy.remote();
        return (remote.endpoint().address().isZero() ? "any" : remote.endpoint().toString()) + identity(remote);
    }

    /** Who it is, unless that is its address once more. */
    private static String identity(PolicyEnd end) {
        return end.identity().value().equals(end.endpoint().address()) ? "" : " " + end.identity();
    }
}
