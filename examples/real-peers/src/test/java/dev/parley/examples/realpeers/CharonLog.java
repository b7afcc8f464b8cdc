package dev.parley.examples.realpeers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The secrets in what strongSwan logs at level 4 about its IKE SAs and their ESP SAs. */
final class CharonLog {
    private final Map<String, String> secrets = new HashMap<>();
    private final List<IkeKeys> ike = new ArrayList<>();
    private final Map<String, EspKey> esp = new HashMap<>();

    private CharonLog() {}

    static CharonLog read(List<String> lines) {
        CharonLog log = new CharonLog();
        Map<String, String> dumps = new HashMap<>();
        Map<String, Map<String, String>> derived = new HashMap<>();
        String sender = "initiator";
        String receiver = "responder";
        String inboundOrOutbound = "";
        for (String line : lines) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                continue;
            }
            String thread = entry.group(1);
            String text = entry.group(2);
            Matcher octets = OCTETS.matcher(text);
            Matcher dump = DUMP.matcher(text);
            Matcher message = MESSAGE.matcher(text);
            Matcher adding = ADDING.matcher(text);
            Matcher spi = SPI.matcher(text);
            Map<String, String> sa = derived.computeIfAbsent(thread, key -> new HashMap<>());
            if (octets.find() && dumps.containsKey(thread)) {
                String digits = octets.group(1).replace(" ", "").toLowerCase();
                log.secrets.merge(dumps.get(thread), digits, String::concat);
                sa.merge(dumps.get(thread), digits, String::concat);
                continue;
            }
            dumps.remove(thread);
            if (dump.matches()) {
                dumps.put(thread, dump.group(1));
                log.secrets.put(dump.group(1), "");
                sa.put(dump.group(1), "");
                if (dump.group(1).equals("Sk_pr secret")) { // the last of an IKE SA's
                    log.ike.add(keys(sa));
                    sa.clear();
                }
            } else if (message.find()) {
                boolean answered = message.group(1).equals("response");
                sender = answered ? "initiator" : "responder";
                receiver = answered ? "responder" : "initiator";
            } else if (adding.find()) {
                inboundOrOutbound = adding.group(1);
            } else if (spi.find()) {
                String whose = inboundOrOutbound.equals("out") ? sender : receiver;
                // an outbound SA is registered first and added later, when other keys may have been logged
                log.esp.putIfAbsent(
                        spi.group(1),
                        new EspKey(
                                spi.group(2),
                                spi.group(3),
                                log.secret("encryption " + whose + " key"),
                                log.secret("integrity " + whose + " key")));
            }
        }
        return log;
    }

    /** What came of the key exchange, before any derivation. */
    String sharedSecret() {
        return secret("shared Diffie Hellman secret");
    }

    /** Those of all IKE SAs that it ever had or began, in the order in which it derived them. */
    List<IkeKeys> ike() {
        return ike;
    }

    /** Those of the IKE SA that came last. */
    IkeKeys lastIke() {
        return ike.get(ike.size() - 1);
    }

    /** The ESP SAs by SPI, eight lower-case digits. */
    Map<String, EspKey> esp() {
        return esp;
    }

    private static IkeKeys keys(Map<String, String> sa) {
        return new IkeKeys(
                sa.getOrDefault("Sk_ei secret", ""),
                sa.getOrDefault("Sk_er secret", ""),
                sa.getOrDefault("Sk_ai secret", ""),
                sa.getOrDefault("Sk_ar secret", ""));
    }

    private String secret(String name) {
        return secrets.getOrDefault(name, "");
    }

    private static final Pattern ENTRY = Pattern.compile("(\\d+)\\[\\w+\\] (.*)");
    private static final Pattern DUMP = Pattern.compile("(.*?) => \\d+ bytes @ 0x.*");
    private static final Pattern OCTETS = Pattern.compile("^ *\\d+: ((?:[0-9A-F]{2} ){0,15}[0-9A-F]{2})(?:  |$)");
    private static final Pattern MESSAGE = Pattern.compile("^parsed (?:IKE_AUTH|CREATE_CHILD_SA) (request|response)");
    private static final Pattern ADDING = Pattern.compile("^(?:adding|registering) (in|out)bound ESP SA");
    private static final Pattern SPI = Pattern.compile("^  SPI 0x([0-9a-f]{8}), src (\\S+) dst (\\S+)");
}
