package dev.parley.ikev2;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.crypto.Cipher;
import dev.parley.crypto.Key;
import dev.parley.isakmp.event.KeyLog;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the key log of the first IKE SA of a world and seals whatever it likes with its keys (RFC 7296 section 3.14, RFC 5282). */
final class Insider implements KeyLog {
    static final int IV_OCTETS = 8;
    private static final int SK = 46;
    private static final int CHECKSUM_OCTETS = 16;
    private static final int GENERIC_HEADER_OCTETS = 4;
    private static final int HEADER_OCTETS = 28;
    private static final int INITIATOR = 0x08;

    private static final Cipher GCM = new CiphersComponent()
            .extensions().stream()
                    .filter(extension -> extension.key().equals("aes-gcm-16"))
                    .map(Cipher.class::cast)
                    .findFirst()
                    .orElseThrow();

    /** What was inside the recorded Encrypted payloads: the first payload's type and the chain. */
    static final List<RecordedConversation.Opened> RECORDED = RecordedConversation.all().stream()
            .flatMap(conversation ->
                    conversation.packets().stream().flatMap(packet -> conversation.open(packet.octets()).stream()))
            .toList();

    /** SPIi, SPIr, SK_ei, SK_er. */
    private final List<Bytes> first = new ArrayList<>();

    @Override
    public String key() {
        return "dev.parley.test";
    }

    @Override
    public void line(String table, String line) {
        if (table.startsWith("ikev2") && first.isEmpty()) {
            Stream.of(line.split(",")).limit(4).map(Bytes::hex).forEach(first::add);
        }
    }

    boolean hasKeys() {
        return first.size() == 4;
    }

    /** What an Encrypted payload holds, without its padding. */
    record Inside(int firstPayload, Bytes plaintext) {
        /** The chain, and as much padding as there is. */
        static Inside padded(int firstPayload, Bytes chain, int padding) {
            return new Inside(firstPayload, Bytes.concat(chain, Bytes.zeros(padding), Bytes.of(padding)));
        }
    }

    /**
     * A message that proves itself.
     *
     * @param toResponder to whom of the two who made the IKE SA
     * @param flags without the initiator's
     */
    Bytes seal(boolean toResponder, int exchange, int flags, long id, Inside inside, Bytes iv) {
        int body = GENERIC_HEADER_OCTETS + IV_OCTETS + inside.plaintext().length() + CHECKSUM_OCTETS;
        Bytes front = Bytes.concat(
                first.get(0),
                first.get(1),
                Bytes.of(SK, 0x20, exchange, flags | (toResponder ? INITIATOR : 0)),
                Bytes.unsigned(id, 4),
                Bytes.unsigned(HEADER_OCTETS + body, 4),
                Bytes.of(inside.firstPayload(), 0),
                Bytes.unsigned(body, 2));
        try {
            return Bytes.concat(
                    front, iv, GCM.seal(Key.of(first.get(toResponder ? 2 : 3)), iv, front, inside.plaintext()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key log holds no key of AES-GCM", e);
        }
    }
}
