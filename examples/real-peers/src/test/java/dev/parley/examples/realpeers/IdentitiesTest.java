package dev.parley.examples.realpeers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is who between Parley and strongSwan: every kind of identity, and the wrong one (RFC 7296 sections 2.21.2 and 3.5, RFC 4945). */
@ExtendWith(PeersNeeded.class)
class IdentitiesTest {
    private static final ParleyConfig OURS = ParleyConfig.of(Suite.GCM_CURVE25519);
    private static final CharonConfig THEIRS = CharonConfig.of(Side.B, Suite.GCM_CURVE25519);

    /**
     * A pair of identities.
     *
     * @param us what we call ourselves
     * @param them what strongSwan calls itself
     * @param charonUs the first one in strongSwan's words
     * @param charonThem the second one in strongSwan's words
     * @param listed the first one as strongSwan lists it
     */
    private record Pair(Role role, String us, String them, String charonUs, String charonThem, String listed) {}

    private static Stream<Pair> pairs() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(
                        same(role, "alice@parley.example", "bob@parley.example"),
                        same(role, "C=DE, O=Parley, CN=alice", "C=DE, O=Parley, OU=B, CN=bob"),
                        same(role, "DC=example, DC=parley, CN=alice", "E=bob@parley.example, CN=bob"),
                        same(role, "10.99.0.1", "10.99.0.2"),
                        new Pair(role, "key-id:alice", "key-id:0x00ff", "@#616c696365", "@#00ff", "alice"),
                        new Pair(
                                role,
                                "Alice.Parley.Example",
                                "BOB@parley.example",
                                "alice.parley.example",
                                "bob@parley.example",
                                "Alice.Parley.Example")));
    }

    private static Pair same(Role role, String us, String them) {
        return new Pair(role, us, them, us, them, us);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void each_kind_of_identity_is_known_to_both_sides(Pair pair) {
        var theirs = THEIRS.with("localId", pair.charonThem()).with("remoteId", pair.charonUs());
        try (var meeting =
                new Meeting(Kernel.NOESP, OURS.with("localId", pair.us()).with("remoteId", pair.them()), theirs)) {
            meeting.establish(pair.role());
            meeting.agreed(all -> true);
            assertThat(meeting.charon.sas()).contains("remote '" + pair.listed() + "' @ 10.99.0.1");
            assertThat(meeting.parley.list()).contains(pair.them().replace(", ", ","));
        }
    }

    /** Section 2.21.2: AUTHENTICATION_FAILED, and nobody has anything. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void who_calls_itself_what_the_other_does_not_know_is_refused_and_explained(Role role) {
        try (var meeting = new Meeting(Kernel.NOESP, OURS.with("localId", "mallory@parley.example"), THEIRS)) {
            if (role == Role.INITIATOR) {
                assertThat(meeting.parley.up().exit()).isNotZero();
                meeting.charon.await("no matching peer config found|no shared key found");
                meeting.charon.await("generating IKE_AUTH response 1 \\[ N\\(AUTH_FAILED\\) \\]");
                assertThat(meeting.parley.explain())
                        .contains("AUTHENTICATION_FAILED")
                        .contains("mallory@parley.example");
            } else {
                // strongSwan asks for who we should be
                assertThat(meeting.charon.initiate().exit()).isNotZero();
                meeting.charon.await("received AUTHENTICATION_FAILED notify error");
                assertThat(meeting.parley.explain())
                        .contains("no connection is configured for psk-b.example asking for psk-a.example")
                        .contains("to-b (psk-b.example asking for mallory@parley.example)");
            }
            assertNothing(meeting);
        }
    }

    /** Sections 2.15 and 2.21.2: a responder that is not who the initiator wants; the initiator tells it by an exchange of its own. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void a_peer_that_is_somebody_else_is_refused_and_explained(Role role) {
        try (var meeting = new Meeting(Kernel.NOESP, OURS, THEIRS.with("localId", "C=DE, CN=mallory"))) {
            if (role == Role.INITIATOR) {
                assertThat(meeting.parley.up().exit()).isNotZero();
                meeting.charon.await("no matching peer config found");
                assertThat(meeting.parley.explain()).contains("AUTHENTICATION_FAILED");
            } else {
                assertThat(meeting.charon.initiate().exit()).isNotZero();
                meeting.charon.await("received AUTHENTICATION_FAILED notify error");
                assertThat(meeting.parley.explain()).contains("no connection is configured for C=DE,CN=mallory");
            }
            assertNothing(meeting);
        }
    }

    private static void assertNothing(Meeting meeting) {
        assertThat(meeting.charon.sas()).isBlank();
        assertThat(meeting.parley.keys().esp()).isEmpty();
    }
}
