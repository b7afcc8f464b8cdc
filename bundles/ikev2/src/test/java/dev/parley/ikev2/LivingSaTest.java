package dev.parley.ikev2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.ikev2.message.DeletePayload;
import dev.parley.ikev2.message.ExchangeType;
import dev.parley.ikev2.message.IkeFlags;
import dev.parley.ikev2.message.NotifyPayload;
import dev.parley.ikev2.message.NotifyType;
import dev.parley.ikev2.message.ProtocolId;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.oakley.OakleyComponent;
import dev.parley.simulator.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that is not authenticated changes an established IKE SA (RFC 7296 sections 2.3, 2.4, 2.21.4 and 2.23): whatever its fields
 * hold before, they hold after. Every message that it would listen to is tried, changed in every way but the right one.
 */
class LivingSaTest {
    private static final int CREATE_CHILD_SA = ExchangeType.CREATE_CHILD_SA;
    private static final int INFORMATIONAL = ExchangeType.INFORMATIONAL;
    private static final int MUTATIONS = 400;
    /** The IDs of the peer's next request, and of ours that is outstanding. */
    private static final long DUE = 2;

    private static final long OUTSTANDING = 0;

    /** An established SA with a child, and a request of ours in flight, whose answer must be ours to wait for. */
    private static final class Living {
        private final Innards innards = new Innards();
        private final Puppet puppet;

        private Living(long seed, String window) {
            World world = World.seeded(seed).with(innards, new OakleyComponent(), new CiphersComponent());
            puppet = Puppet.among(world, seed, Puppet.policies().setting("window", window))
                    .connected();
            puppet.site.probe("to-a");
            puppet.world.run(10);
            puppet.skip();
        }

        /** What would be believed if it were authentic: requests under the due ID, and responses to ours. */
        private Map<String, Bytes> messages() {
            Map<String, Bytes> messages = new LinkedHashMap<>();
            Map<String, List<Payload>> inside = new LinkedHashMap<>();
            inside.put("liveness", List.of());
            inside.put("delete the child", List.of(new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi))));
            inside.put("delete the IKE SA", List.of(new DeletePayload(ProtocolId.IKE, List.of())));
            inside.put("AUTHENTICATION_FAILED", List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED)));
            inside.put("INVALID_SYNTAX", List.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX)));
            inside.put("INITIAL_CONTACT", List.of(NotifyPayload.of(NotifyType.INITIAL_CONTACT)));
            inside.put("a window", List.of(NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.hex("00000009"))));
            inside.forEach((name, payloads) -> {
                messages.put(name, puppet.sealed(INFORMATIONAL, 0, DUE, payloads));
                messages.put(
                        name + ", answered", puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, OUTSTANDING, payloads));
            });
            Bytes spi = Bytes.hex("0a0b0c0e");
            messages.put(
                    "a child",
                    puppet.sealed(CREATE_CHILD_SA, 0, DUE, CollisionsTest.create(puppet, Optional.empty(), spi)));
            messages.put(
                    "a child's replacement",
                    puppet.sealed(
                            CREATE_CHILD_SA, 0, DUE, CollisionsTest.create(puppet, Optional.of(puppet.espSpi), spi)));
            messages.put("a new IKE SA", puppet.sealed(CREATE_CHILD_SA, 0, DUE, CollisionsTest.rekeyIke(puppet)));
            messages.put("IKE_AUTH", puppet.sealed(ExchangeType.IKE_AUTH, 0, DUE, puppet.auth()));
            messages.put(
                    "refused",
                    puppet.sealed(
                            INFORMATIONAL,
                            IkeFlags.RESPONSE,
                            OUTSTANDING,
                            NotifyPayload.of(NotifyType.NO_ADDITIONAL_SAS)));
            return messages;
        }

        /** In the clear, under every ID and both flags, with what would hurt most. */
        private List<Bytes> clear() {
            List<Bytes> clear = new ArrayList<>();
            List<Payload> hurting = List.of(
                    NotifyPayload.of(NotifyType.INVALID_IKE_SPI),
                    NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED),
                    NotifyPayload.of(NotifyType.INVALID_SYNTAX),
                    NotifyPayload.of(NotifyType.INVALID_MAJOR_VERSION),
                    NotifyPayload.of(NotifyType.COOKIE, Bytes.zeros(8)),
                    NotifyPayload.of(NotifyType.SET_WINDOW_SIZE, Bytes.hex("00000009")),
                    new DeletePayload(ProtocolId.IKE, List.of()),
                    new DeletePayload(ProtocolId.ESP, List.of(puppet.espSpi)));
            for (Payload payload : hurting) {
                for (long id = 0; id < 6; id++) {
                    for (int exchange = ExchangeType.IKE_SA_INIT; exchange <= INFORMATIONAL; exchange++) {
                        clear.add(puppet.clear(exchange, 0, id, payload));
                        clear.add(puppet.clear(exchange, IkeFlags.RESPONSE, id, payload));
                    }
                }
            }
            return clear;
        }

        /** Lets the gateway look at what was put before it, and at no timer. */
        private void look() {
            puppet.world.run(1);
        }

        private void expectUnchanged(String before, String what) {
            look();
            assertThat(innards.state()).as(what).isEqualTo(before);
        }

        /** The SA still works: the peer's next request is answered, and so is what we asked. */
        private void expectWorking() {
            puppet.skip();
            assertThat(puppet.site.sad().entries()).hasSize(2);
            assertThat(puppet.deliver(puppet.sealed(INFORMATIONAL, 0, DUE)).stream()
                            .filter(Puppet.Heard::response))
                    .hasSize(1);
            puppet.deliver(puppet.sealed(INFORMATIONAL, IkeFlags.RESPONSE, OUTSTANDING));
            assertThat(puppet.site.errands()).allMatch(errand -> errand.succeeded());
        }
    }

    static Stream<String> names() {
        return new Living(1, "1").messages().keySet().stream();
    }

    /** Otherwise the tests below would prove nothing. */
    @ParameterizedTest
    @MethodSource("names")
    void an_authentic_message_does_change_it(String name) {
        Living living = new Living(2, "1");
        String before = living.innards.state();
        living.puppet.put(living.messages().get(name));
        living.look();
        assertThat(living.innards.state()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void no_changed_octet_of_a_message_that_would_be_believed_changes_it(String name) {
        Living living = new Living(3, "4");
        String before = living.innards.state();
        Bytes good = living.messages().get(name);
        for (int at = 0; at < good.length(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] turned = good.toArray();
                turned[at] ^= (byte) (1 << bit);
                living.puppet.put(Bytes.copyOf(turned));
            }
            living.look();
        }
        living.expectUnchanged(before, name);
        living.expectWorking();
    }

    @ParameterizedTest
    @MethodSource("names")
    void no_cut_extended_or_mixed_message_changes_it(String name) {
        Living living = new Living(4, "4");
        String before = living.innards.state();
        Random random = new Random(name.hashCode());
        Bytes good = living.messages().get(name);
        List<Bytes> others = List.copyOf(living.messages().values());
        for (int i = 0; i < MUTATIONS; i++) {
            Bytes other = others.get(random.nextInt(others.size()));
            int cut = 28 + random.nextInt(good.length() - 28);
            Bytes mixed = random.nextBoolean()
                    ? good.slice(0, cut)
                    : Bytes.concat(good.slice(0, cut), other.from(random.nextInt(other.length())));
            if (!mixed.equals(good)) {
                living.puppet.put(sized(mixed));
                living.puppet.put(mixed);
            }
        }
        living.expectUnchanged(before, name);
        living.expectWorking();
    }

    /** Section 2.21.4: an unprotected message is at most a hint, and none while we ask the peer anyhow. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void no_message_in_the_clear_changes_it(String window) {
        Living living = new Living(5, window);
        String before = living.innards.state();
        for (Bytes clear : living.clear()) {
            living.puppet.put(clear);
        }
        living.expectUnchanged(before, "in the clear");
        living.expectWorking();
    }

    /** Section 2.23: the peer's address is where its last authentic message came from, not where a forger sits. */
    @ParameterizedTest
    @MethodSource("names")
    void no_forged_message_from_elsewhere_moves_it(String name) {
        Living living = new Living(6, "4");
        String before = living.innards.state();
        byte[] forged = living.messages().get(name).toArray();
        forged[forged.length - 1] ^= 1;
        for (int host = 1; host < 200; host++) {
            Endpoint elsewhere = new Endpoint(Bytes.of(203, 0, 113, host), 500, false);
            living.puppet.world.forge(elsewhere, living.puppet.there, Bytes.copyOf(forged));
        }
        living.expectUnchanged(before, name);
        living.expectWorking();
    }

    /** Without the keys of this SA the keys of another are of no use. */
    @ParameterizedTest
    @MethodSource("names")
    void no_message_under_the_keys_of_another_sa_changes_it(String name) {
        Living living = new Living(7, "4");
        Living other = new Living(8, "4");
        String before = living.innards.state();
        other.puppet.spiI = living.puppet.spiI;
        other.puppet.spiR = living.puppet.spiR;
        living.puppet.put(other.messages().get(name));
        living.expectUnchanged(before, name);
        living.expectWorking();
    }

    private static Bytes sized(Bytes message) {
        return Bytes.concat(message.slice(0, 24), Bytes.unsigned(message.length(), 4), message.from(28));
    }
}
