package dev.parley.operate.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A command was not carried out: why, in one line, what more there is to say, and the exit code for it. */
public final class ControlException extends Exception {
    /** The negotiation failed or was refused. */
    public static final int FAILED = 1;
    /** What was asked makes no sense. */
    public static final int USAGE = 2;
    /** There is nobody to ask. */
    public static final int UNREACHABLE = 3;
    /** EX_SOFTWARE of sysexits.h: the fault is in this program. */
    public static final int BUG = 70;

    private static final String ERROR = "error";
    private static final String CODE = "code";
    private static final String DETAIL = "detail";

    private final int code;
    private final List<String> detail;

    public ControlException(int code, String why) {
        this(code, why, List.of());
    }

    public ControlException(int code, String why, List<String> detail) {
        super(why, null, false, false);
        this.code = code;
        this.detail = List.copyOf(detail);
    }

    public int code() {
        return code;
    }

    public List<String> detail() {
        return detail;
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty(ERROR, getMessage());
        json.addProperty(CODE, code);
        JsonArray lines = new JsonArray();
        detail.forEach(lines::add);
        json.add(DETAIL, lines);
        return json;
    }

    /** @throws ControlException if {@code answer} is one */
    static void throwFrom(JsonObject answer) throws ControlException {
        if (answer.has(ERROR)) {
            List<String> lines = new ArrayList<>();
            answer.getAsJsonArray(DETAIL).forEach(line -> lines.add(line.getAsString()));
            throw new ControlException(
                    answer.get(CODE).getAsInt(), answer.get(ERROR).getAsString(), lines);
        }
    }
}
