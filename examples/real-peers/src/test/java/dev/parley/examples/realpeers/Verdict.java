package dev.parley.examples.realpeers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What tshark says of a capture, given keys. It checks lengths, known numbers, the integrity of IKE and of ESP with an HMAC, and decrypts;
 * it does not check AUTH, nor ESP's GCM tags.
 *
 * @param encrypted messages of IKE under protection
 * @param correct those whose integrity holds
 * @param incorrect those whose integrity does not
 * @param espDecrypted ESP packets that hold an IPv4 packet once decrypted
 * @param complaints everything it finds malformed, wrong or worth a warning
 */
record Verdict(long encrypted, long correct, long incorrect, long espDecrypted, List<String> complaints) {
    static Verdict of(Path capture, KeyTables keys) {
        List<String> lines = Shell.run(
                        Map.of("WIRESHARK_CONFIG_DIR", keys.folder().toAbsolutePath().toString()),
                        List.of(
                                "tshark", "-r", capture.toString(), "-V", "-o", "esp.enable_encryption_decode:TRUE", "-o",
                                "esp.enable_authentication_check:TRUE"))
                .orFail("tshark")
                .lines()
                .toList();
        return new Verdict(
                count(lines, "Payload: Encrypted and Authenticated \\(46\\)"),
                count(lines, "Integrity Checksum Data: .*\\[correct"),
                count(lines, "Integrity Checksum Data: .*incorrect"),
                count(lines, "ESP Decrypted Data: 45"),
                lines.stream().filter(COMPLAINT.asPredicate()).map(String::strip).toList());
    }

    private static long count(List<String> lines, String regex) {
        return lines.stream().filter(Pattern.compile(regex).asPredicate()).count();
    }

    private static final Pattern COMPLAINT =
            Pattern.compile("Malformed Packet|Expert Info \\((Error|Warning)|ESP ICV: .*incorrect|Dissector bug|^tshark: ");
}
