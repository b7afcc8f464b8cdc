package dev.parley.operate.control;

import com.google.gson.JsonObject;

/** What a daemon does when it is asked. */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Carries a request out; may take as long as the negotiation it causes.
     *
     * @throws ControlException saying no
     */
    JsonObject handle(JsonObject request) throws ControlException, InterruptedException;
}
