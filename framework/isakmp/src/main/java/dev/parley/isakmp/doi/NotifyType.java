package dev.parley.isakmp.doi;

import dev.parley.isakmp.conversation.Code;
import dev.parley.isakmp.conversation.Names;
import dev.parley.isakmp.conversation.NumberSpace;

/** Notify message types of RFC 2408 section 3.14.1; from 24576 a DOI has its own. */
public final class NotifyType {
    public static final NumberSpace SPACE = new NumberSpace("isakmp.notify");

    public static final int INVALID_PAYLOAD_TYPE = 1;
    public static final int DOI_NOT_SUPPORTED = 2;
    public static final int SITUATION_NOT_SUPPORTED = 3;
    public static final int INVALID_COOKIE = 4;
    public static final int INVALID_MAJOR_VERSION = 5;
    public static final int INVALID_MINOR_VERSION = 6;
    public static final int INVALID_EXCHANGE_TYPE = 7;
    public static final int INVALID_FLAGS = 8;
    public static final int INVALID_MESSAGE_ID = 9;
    public static final int INVALID_PROTOCOL_ID = 10;
    public static final int INVALID_SPI = 11;
    public static final int INVALID_TRANSFORM_ID = 12;
    public static final int ATTRIBUTES_NOT_SUPPORTED = 13;
    public static final int NO_PROPOSAL_CHOSEN = 14;
    public static final int BAD_PROPOSAL_SYNTAX = 15;
    public static final int PAYLOAD_MALFORMED = 16;
    public static final int INVALID_KEY_INFORMATION = 17;
    public static final int INVALID_ID_INFORMATION = 18;
    public static final int INVALID_CERT_ENCODING = 19;
    public static final int INVALID_CERTIFICATE = 20;
    public static final int CERT_TYPE_UNSUPPORTED = 21;
    public static final int INVALID_CERT_AUTHORITY = 22;
    public static final int INVALID_HASH_INFORMATION = 23;
    public static final int AUTHENTICATION_FAILED = 24;
    public static final int INVALID_SIGNATURE = 25;
    public static final int ADDRESS_NOTIFICATION = 26;
    public static final int NOTIFY_SA_LIFETIME = 27;
    public static final int CERTIFICATE_UNAVAILABLE = 28;
    public static final int UNSUPPORTED_EXCHANGE_TYPE = 29;
    public static final int UNEQUAL_PAYLOAD_LENGTHS = 30;
    public static final int CONNECTED = 16384;

    /** Types below are errors, the others status. */
    public static final int FIRST_STATUS = 16384;

    private static final int FIRST_PRIVATE_ERROR = 8192;
    private static final int FIRST_PRIVATE_STATUS = 32768;
    private static final int LAST_PRIVATE_STATUS = 40959;

    private static final Names NAMES = Names.of("""
            1 INVALID-PAYLOAD-TYPE
            2 DOI-NOT-SUPPORTED
            3 SITUATION-NOT-SUPPORTED
            4 INVALID-COOKIE
            5 INVALID-MAJOR-VERSION
            6 INVALID-MINOR-VERSION
            7 INVALID-EXCHANGE-TYPE
            8 INVALID-FLAGS
            9 INVALID-MESSAGE-ID
            10 INVALID-PROTOCOL-ID
            11 INVALID-SPI
            12 INVALID-TRANSFORM-ID
            13 ATTRIBUTES-NOT-SUPPORTED
            14 NO-PROPOSAL-CHOSEN
            15 BAD-PROPOSAL-SYNTAX
            16 PAYLOAD-MALFORMED
            17 INVALID-KEY-INFORMATION
            18 INVALID-ID-INFORMATION
            19 INVALID-CERT-ENCODING
            20 INVALID-CERTIFICATE
            21 CERT-TYPE-UNSUPPORTED
            22 INVALID-CERT-AUTHORITY
            23 INVALID-HASH-INFORMATION
            24 AUTHENTICATION-FAILED
            25 INVALID-SIGNATURE
            26 ADDRESS-NOTIFICATION
            27 NOTIFY-SA-LIFETIME
            28 CERTIFICATE-UNAVAILABLE
            29 UNSUPPORTED-EXCHANGE-TYPE
            30 UNEQUAL-PAYLOAD-LENGTHS
            16384 CONNECTED""");

    private NotifyType() {}

    /** The RFC's name, or the number. */
    public static String name(int type) {
        return NAMES.name(type, "notify ");
    }

    /** What a refusal carries so that the peer can be told. */
    public static Code code(int type) {
        return new Code(SPACE, type);
    }

    public static boolean isError(int type) {
        return type < FIRST_STATUS;
    }

    /** Whether the RFC defines {@code type}, or leaves it to those who agree on it. */
    public static boolean isKnown(int type) {
        return type >= INVALID_PAYLOAD_TYPE && type <= UNEQUAL_PAYLOAD_LENGTHS
                || type >= FIRST_PRIVATE_ERROR && type <= CONNECTED
                || type >= FIRST_PRIVATE_STATUS && type <= LAST_PRIVATE_STATUS;
    }
}
