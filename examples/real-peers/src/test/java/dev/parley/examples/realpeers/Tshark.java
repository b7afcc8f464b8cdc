package dev.parley.examples.realpeers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Wireshark's opinion of a capture. It checks lengths, known numbers, the integrity of IKE and of ESP with an HMAC, and decrypts; it
 * does not check AUTH, nor ESP's GCM tags.
 */
final class Tshark {
    /**
     * What it says, given keys.
     *
     * @param encrypted messages of IKE under protection
     * @param correct those whose integrity holds
     * @param espDecrypted ESP packets that hold an IPv4 packet once decrypted
     * @param complaints everything it finds malformed, wrong or worth a warning
     */
    record Verdict(long encrypted, long correct, long espDecrypted, List<String> complaints) {}

    /** Messages of IKEv1 that are encrypted, and those of them that open. */
    record Opened(long encrypted, long open) {}

    /** A message of IKE: the UDP ports, and the exchange type of RFC 7296 section 3.1. */
    record Message(int source, int destination, int exchange) {}

    private Tshark() {}

    static Verdict judge(Path capture, KeyTables keys) {
        List<String> lines = run(
                capture,
                keys.folder(),
                "-V",
                "-o",
                "esp.enable_encryption_decode:TRUE",
                "-o",
                "esp.enable_authentication_check:TRUE");
        return new Verdict(
                count(lines, "Payload: Encrypted and Authenticated \\(46\\)"),
                count(lines, "Integrity Checksum Data: .*\\[correct"),
                count(lines, "ESP Decrypted Data: 45"),
                complaints(lines));
    }

    /** Of the encrypted messages of IKEv1, how many there are and how many show what is in them. */
    static Opened opened(Path capture, KeyTables keys) {
        String encrypted = "isakmp.version == 0x10 && isakmp.flag_e == 1";
        return new Opened(
                run(capture, keys.folder(), "-Y", encrypted).size(),
                run(capture, keys.folder(), "-Y", encrypted + " && isakmp.typepayload")
                        .size());
    }

    /**
     * Inside ESP only what is said of ESP itself counts: Wireshark 4.0 takes the end of a GCM tag for the number of the protocol inside,
     * and reads what is there as whatever protocol that happens to be.
     */
    private static List<String> complaints(List<String> lines) {
        List<String> complaints = new ArrayList<>();
        boolean insideEsp = false;
        for (String line : lines) {
            if (line.startsWith("Frame ")) {
                insideEsp = false;
            } else if (line.startsWith("Encapsulating Security Payload")) {
                insideEsp = true;
            }
            if ((insideEsp ? COMPLAINT_OF_ESP : COMPLAINT).matcher(line).find()) {
                complaints.add(line.strip());
            }
        }
        return complaints;
    }

    /** The messages of IKE in order. */
    static List<Message> messages(Path capture) {
        // a profile of its own, or the person's at the keyboard would decide; this folder has no preferences in it
        return run(
                        capture,
                        capture.getParent(),
                        "-Y",
                        "isakmp",
                        "-T",
                        "fields",
                        "-e",
                        "udp.srcport",
                        "-e",
                        "udp.dstport",
                        "-e",
                        "isakmp.exchangetype")
                .stream()
                .map(FIELDS::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(row -> new Message(
                        Integer.parseInt(row.group(1)), Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3))))
                .toList();
    }

    private static List<String> run(Path capture, Path profile, String... arguments) {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString()));
        command.addAll(List.of(arguments));
        return Shell.run(Map.of("WIRESHARK_CONFIG_DIR", profile.toAbsolutePath().toString()), command)
                .orFail("tshark")
                .lines()
                .toList();
    }

    private static long count(List<String> lines, String regex) {
        return lines.stream().filter(Pattern.compile(regex).asPredicate()).count();
    }

    private static final Pattern FIELDS = Pattern.compile("(\\d+)\t(\\d+)\t(\\d+)");
    private static final Pattern COMPLAINT_OF_ESP = Pattern.compile("ESP ICV: .*incorrect|Dissector bug|^tshark: ");
    private static final Pattern COMPLAINT = Pattern.compile(
            "Malformed Packet|Expert Info \\((Error|Warning)|(Integrity Checksum Data|ESP ICV): .*incorrect|Dissector bug|^tshark: ");
}
