package dev.parley.kink.message;

import java.util.Map;

/** KINK's message types (RFC 4430 section 4). */
public final class KinkMessageType {
    public static final int CREATE = 1;
    public static final int DELETE = 2;
    public static final int REPLY = 3;
    public static final int GETTGT = 4;
    public static final int ACK = 5;
    public static final int STATUS = 6;

    private static final Map<Integer, String> NAMES =
            Map.of(CREATE, "CREATE", DELETE, "DELETE", REPLY, "REPLY", GETTGT, "GETTGT", ACK, "ACK", STATUS, "STATUS");

    private KinkMessageType() {}

    /** The RFC's name, or the number. */
    public static String name(int type) {
        return NAMES.getOrDefault(type, "type " + type);
    }

    /** Whether it opens a transaction. */
    public static boolean isCommand(int type) {
        return type == CREATE || type == DELETE || type == GETTGT || type == STATUS;
    }
}
