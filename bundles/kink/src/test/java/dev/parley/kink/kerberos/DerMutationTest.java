package dev.parley.kink.kerberos;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Key;
import dev.parley.isakmp.wire.Bytes;
import dev.parley.isakmp.wire.WireException;
import dev.parley.kink.Mutations;
import dev.parley.kink.RecordedExchange;
import dev.parley.kink.Registries;
import dev.parley.kink.message.ApRepPayload;
import dev.parley.kink.message.ApReqPayload;
import dev.parley.kink.message.KinkMessage;
import dev.parley.simulator.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hostile DER, in the clear and under the keys of a hostile KDC or client: it is read, or refused by a checked exception. */
class DerMutationTest {
    private static final KerberosKey SERVICE = key("00");
    private static final KerberosKey SESSION = key("01");
    private static final int MUTATIONS = 10_000;
    private static final int FUZZ_MUTATIONS = 1_000_000;
    private static final int LARGEST = 65_535;
    private static final int MOST_NESTED = 20_000;

    private static KerberosKey key(String octet) {
        return KerberosKey.of(17, Key.of(Bytes.hex(octet.repeat(16)))).orElseThrow();
    }

    /** Each structure that is read, by the tags of RFC 4120 section 5. */
    static void read(Bytes der) {
        attempt(() -> ApRequest.read(der));
        attempt(() -> KerberosError.read(der));
        attempt(() -> ApReply.open(der, SESSION));
        attempt(() -> Ticket.Inside.read(der));
        attempt(() -> Authenticator.read(der));
        attempt(() -> sealedUnder(der).open(SERVICE));
        attempt(() -> ApReply.open(replySealing(der), SESSION));
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (WireException | KerberosException refused) {
            if (refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says why", refused);
            }
        } catch (Exception | StackOverflowError harm) {
            throw new AssertionError("hostile DER did harm", harm);
        }
    }

    @Test
    void mutated_structures_are_read_or_refused() {
        mutate(1, MUTATIONS);
    }

    @Tag("fuzz")
    @Test
    void many_more_mutated_structures_are_read_or_refused() {
        mutate(2, FUZZ_MUTATIONS);
    }

    private static void mutate(long seed, int count) {
        Mutations mutations = new Mutations(seed, corpus());
        for (int i = 0; i < count; i++) {
            read(mutations.octets(mutations.good()));
        }
    }

    @Test
    void a_structure_cut_anywhere_is_refused() {
        for (Bytes good : corpus()) {
            for (int length = 0; length < good.length(); length++) {
                read(good.slice(0, length));
            }
        }
    }

    @Test
    void deep_nests_and_long_lengths_are_refused() {
        for (String tag : List.of("30", "6e", "a0", "24")) {
            read(Bytes.hex((tag + "80").repeat(20_000)));
            Bytes nested = Bytes.EMPTY;
            while (nested.length() < MOST_NESTED) {
                nested = Bytes.concat(Bytes.hex(tag + "83"), Bytes.unsigned(nested.length(), 3), nested);
            }
            read(nested);
        }
        read(Bytes.hex("6e84ffffffff30"));
        read(Bytes.hex("6e847fffffff30"));
        read(Bytes.hex("7e8830000000000000ff"));
        assertThatThrownBy(() -> ApRequest.read(Bytes.zeros(LARGEST + 1)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("more than a datagram holds");
    }

    /** From the recorded conversations, in the clear and opened, and what they do not hold made by ourselves. */
    static List<Bytes> corpus() {
        List<Bytes> corpus = new ArrayList<>();
        try {
            for (RecordedExchange exchange : RecordedExchange.all()) {
                for (RecordedExchange.Spoken spoken : exchange.messages()) {
                    var message = KinkMessage.read(spoken.octets("datagram"), Registries.with());
                    message.find(ApRepPayload.class).ifPresent(reply -> corpus.add(reply.der()));
                    Optional<ApReqPayload> request = message.find(ApReqPayload.class);
                    if (request.isPresent()) {
                        ApRequest read = ApRequest.read(request.get().der());
                        KerberosKey key = KerberosKey.of(read.type(), Key.of(spoken.octets("serviceKey")))
                                .orElseThrow();
                        corpus.add(request.get().der());
                        corpus.add(key.open(Ticket.usage(), read.sealedTicket()).orElseThrow());
                        corpus.add(exchange.session()
                                .open(Authenticator.USAGE, read.sealedAuthenticator())
                                .orElseThrow());
                    }
                }
            }
        } catch (WireException impossible) {
            throw new IllegalStateException(impossible);
        }
        Principal service = Principal.parse("kink/b.example@EXAMPLE");
        corpus.add(new KerberosError(
                        KerberosError.SKEW, Optional.of(new Stamp(1, 2)), new Stamp(3, 4), service, "clocks differ")
                .der());
        return corpus;
    }

    /** An AP-REQ whose ticket holds {@code part}, as a KDC or somebody with the service's key may make it. */
    private static ApRequest sealedUnder(Bytes part) {
        Chance random = Chance.seeded(1);
        return new ApRequest(
                Principal.parse("kink/b.example@EXAMPLE"),
                SERVICE.type(),
                OptionalLong.empty(),
                false,
                true,
                SERVICE.seal(Ticket.usage(), part, random),
                SESSION.seal(Authenticator.USAGE, part, random));
    }

    private static Bytes replySealing(Bytes part) {
        return new Der()
                .number(0, 5)
                .number(1, 15)
                .fields(
                        2,
                        EncryptedData.seal(SESSION, 12, part, Chance.seeded(1)).der())
                .application(15);
    }
}
