package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A KDC that takes questions and answers none: whoever waits for it is in nobody's way, whatever the JDK's patience is. */
@ExtendWith(PeersNeeded.class)
class SilentKdcTest {
    /** More than threads that wait, in any pool of the engine. */
    private static final int WAITING = 24;

    private static final int FIRST_PORT = 9_100;

    @Test
    void ikev2_negotiates_undisturbed_while_connections_of_kink_wait_for_a_silent_kdc() {
        try (var meeting = new KinkMeeting("aes256-cts-hmac-sha1-96")) {
            meeting.realm.forgetTimeLimits();
            List<String> connections = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                connections.add(meeting.forA
                        .withPort(FIRST_PORT + i)
                        .with("kink.peer", "kink/b" + i + ".example@" + MitRealm.NAME)
                        .begun()
                        .connection("kink-" + i));
            }
            connections.add(ikev2(Side.A));
            meeting.realm.freeze();
            ParleyProcess a = meeting.start(Side.A, json(connections), command -> command);
            ParleyProcess b = meeting.start(Side.B, json(List.of(ikev2(Side.B))), command -> command);
            a.await("connections that wait for the KDC", () -> a.state("kink-0").equals("begins"));

            a.up().orFail("parley up" + a.log());
            a.rekeyIke().orFail("parley rekey --ike" + a.log());
            Set<String> first = a.living().esp();
            a.rekeyChild().orFail("parley rekey" + a.log());
            a.await(
                    "a new pair alone",
                    () -> a.living().whole()
                            && a.living().esp().stream().noneMatch(first::contains)
                            && a.living().equals(b.living()));
            b.probe().orFail("parley probe" + b.log());
            a.down().orFail("parley down" + a.log());

            assertThat(a.state("kink-0")).isEqualTo("begins");
            assertThat(a.explain()).doesNotContain("KDC");
        }
    }

    private static String json(List<String> connections) {
        return "{\"connections\": {" + String.join(",\n", connections) + "}}";
    }

    private static String ikev2(Side side) {
        return """
                "%s": {
                  "local": {"address": "%s", "id": "%s"},
                  "remote": {"address": "%s", "id": "%s"},
                  "secret": "interop-secret",
                  "children": {"net": {"local": ["%s"], "remote": ["%s"]}}
                }
                """.formatted(
                        ParleyConfig.CONNECTION,
                        side.address,
                        side.identity,
                        side.other().address,
                        side.other().identity,
                        side.selector(),
                        side.other().selector());
    }
}
