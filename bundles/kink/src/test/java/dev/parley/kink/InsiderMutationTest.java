package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.IpsecSa;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.kink.kerberos.KerberosKey;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.EncryptPayload;
import dev.parley.kink.message.IsakmpPayload;
import dev.parley.kink.message.KinkMessage;
import dev.parley.kink.message.KinkMessageType;
import dev.parley.kink.protection.Sealing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nonsense from a peer that holds the keys, encrypted and summed as it must be: it may end its own pairs, it ends nobody else's, nothing
 * throws, and what it began comes to an end.
 */
class InsiderMutationTest {
    private static final int WORLDS = 150;
    private static final int FUZZ_WORLDS = 10_000;
    private static final int MESSAGES = 12;
    private static final int ENCRYPT_USAGE = 39;
    private static final long LONG_SINCE = 20 * 60_000;

    @Test
    void nonsense_with_a_valid_checksum_does_no_harm() {
        commands(1, WORLDS);
        replies(1, WORLDS);
    }

    @Tag("fuzz")
    @Test
    void much_more_nonsense_with_a_valid_checksum_does_no_harm() {
        commands(1_000_000, FUZZ_WORLDS);
        replies(1_000_000, FUZZ_WORLDS);
    }

    /** What initiators say within KINK_ENCRYPT, recorded and ours. */
    private static List<Bytes> plaintexts() {
        List<Bytes> plaintexts = new ArrayList<>();
        RecordedExchange.all()
                .forEach(exchange -> exchange.messages()
                        .forEach(spoken -> spoken.optional("encryptPlaintext").ifPresent(plaintexts::add)));
        Puppet puppet = Puppet.initiator(1);
        plaintexts.add(KinkMessage.plaintext(List.of(puppet.quickMode("0a000001")), puppet.registry));
        plaintexts.add(KinkMessage.plaintext(
                List.of(puppet.quickMode("0a000002"), puppet.quickMode("0a000003")), puppet.registry));
        plaintexts.add(KinkMessage.plaintext(
                List.of(IsakmpPayload.of(List.of(Puppet.delete("0a000001", "0a000002")))), puppet.registry));
        return plaintexts;
    }

    private static void commands(long first, int worlds) {
        List<Bytes> plaintexts = plaintexts();
        for (long seed = first; seed < first + worlds; seed++) {
            Mutations mutations = new Mutations(seed, plaintexts);
            Crowd crowd = Crowd.of(seed, 2, Map.of("kink.liveness", "0"));
            Puppet honest = crowd.member(0);
            Puppet insider = crowd.member(1);
            honest.ask(honest.command(KinkMessageType.CREATE, 1, honest.quickMode("0a000001")));
            List<IpsecSa> before = honest.site.sad().ipsec();
            for (int i = 0; i < MESSAGES; i++) {
                insider.put(command(insider, mutations));
                insider.world.run(mutations.below(30));
            }
            expectNoHarm(insider, "commands, seed " + seed);
            assertThat(insider.site.sad().ipsec())
                    .as("what the other principal has, and nothing else, seed %d", seed)
                    .isEqualTo(before);
        }
    }

    private static Bytes command(Puppet insider, Mutations mutations) {
        int type = mutations.happens(90) ? 1 + mutations.below(6) : mutations.below(256);
        List<Payload> outside = new ArrayList<>();
        if (mutations.happens(95)) {
            ApReqPayload proof = insider.apReq(insider.stamp());
            outside.add(mutations.happens(95) ? proof : new ApReqPayload(mutations.below(5_000), proof.der()));
        }
        if (mutations.happens(10)) {
            outside.add(insider.quickMode("0a00000" + mutations.below(10)));
        }
        if (mutations.happens(90)) {
            outside.add(encrypted(insider.session(), insider, mutations));
        }
        return insider.sealed(
                type, mutations.happens(95) ? 1 : mutations.below(4), mutations.below(4), outside, List.of());
    }

    private static EncryptPayload encrypted(KerberosKey session, Puppet insider, Mutations mutations) {
        Bytes plaintext =
                mutations.happens(95) ? mutations.octets(mutations.good()) : mutations.random(mutations.below(5));
        return new EncryptPayload(session.seal(ENCRYPT_USAGE, plaintext, insider.random));
    }

    private static void replies(long first, int worlds) {
        List<Bytes> plaintexts = plaintexts();
        for (long seed = first; seed < first + worlds; seed++) {
            Puppet insider = Puppet.responder(seed);
            Puppet.Heard create = insider.called();
            List<Bytes> answers = new ArrayList<>(plaintexts);
            answers.add(KinkMessage.plaintext(List.of(Answers.taking(create, "0b000001")), insider.registry));
            answers.add(KinkMessage.plaintext(List.of(Answers.taking(create, "0b000002")), insider.registry));
            Mutations mutations = new Mutations(seed, answers);
            for (int i = 0; i < MESSAGES; i++) {
                List<Payload> outside = new ArrayList<>();
                if (mutations.happens(95)) {
                    outside.add(insider.apRep(create));
                }
                outside.add(encrypted(insider.session(), insider, mutations));
                insider.put(new Sealing(insider.session(), insider.registry)
                        .summed(KinkMessageType.REPLY, 1, create.header().xid(), mutations.happens(50), outside));
                insider.world.run(mutations.below(30));
            }
            expectNoHarm(insider, "replies, seed " + seed);
            assertThat(insider.site.errands()).as("seed %d", seed).allMatch(errand -> errand.settled());
        }
    }

    private static void expectNoHarm(Puppet insider, String when) {
        insider.world.run(LONG_SINCE);
        assertThat(insider.site.gateway().counters())
                .as(when)
                .doesNotContainKeys("bug", "bugs-in-route", "observer-bugs");
        insider.site.delete(connection(insider));
        insider.world.run(LONG_SINCE);
    }

    private static String connection(Puppet insider) {
        return insider.policy.name().startsWith("m") ? "to-" + insider.policy.name() : "to-b";
    }
}
