package dev.parley.examples.realpeers;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SPIs of the SAs that a side uses: those of the IKE SA, and those of the ESP SAs of both directions. */
record Living(Set<String> ike, Set<String> esp) {
    /** All groups of all places where {@code regex} matches. */
    static Set<String> find(String text, String regex) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                found.add(matcher.group(group));
            }
        }
        return found;
    }

    /** One IKE SA, and one child: neither a duplicate nor a leftover. */
    boolean whole() {
        return ike.size() == 2 && esp.size() == 2;
    }
}
