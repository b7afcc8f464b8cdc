package dev.parley.operate.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.PolicyEnd;
import dev.parley.operate.config.Connection;
import dev.parley.operate.config.Installed;
import java.util.Locale;

/** A connection for people and for programs. */
public final class ConnectionView {
    private ConnectionView() {}

    static JsonObject json(Connection connection, boolean up, Installed installed) {
        Policy policy = connection.policy();
        JsonObject json = new JsonObject();
        json.addProperty("name", policy.name());
        json.addProperty("protocol", policy.protocol());
        json.addProperty("local", local(policy));
        json.addProperty("remote", remote(policy));
        json.addProperty("start", connection.start().name().toLowerCase(Locale.ROOT));
        json.addProperty(
                "state", up ? "up" : installed.protocol(policy).isPresent() ? "waits for its protocol" : "down");
        JsonArray missing = new JsonArray();
        installed.missing(policy).forEach(missing::add);
        json.add("missing", missing);
        return json;
    }

    /** Our end, in one line. */
    public static String local(Policy policy) {
        return policy.local().endpoint() + " " + policy.local().identity();
    }

    /** The peer's end, in one line. */
    public static String remote(Policy policy) {
        PolicyEnd remote = policy.remote();
        return (remote.endpoint().address().isZero() ? "any" : remote.endpoint()) + " " + remote.identity();
    }
}
