package dev.parley.ipsec.doi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.Algorithm;
import dev.parley.ipsec.Suite;
import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.doi.Proposal;
import dev.parley.isakmp.doi.Transform;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RFC 2408 section 4.2 and its two examples (section 4.2.1). */
class IpsecOfferTest {
    private static final IpsecOffer.Terms TERMS = IpsecOffer.Terms.of(Encapsulation.TUNNEL, 3600);

    private static Suite esp(String cipher, String... integrity) {
        return new Suite(List.of(Algorithm.parse(cipher)), algorithms(integrity), List.of(), List.of());
    }

    private static Suite ah(String... integrity) {
        return new Suite(List.of(), algorithms(integrity), List.of(), List.of());
    }

    private static List<Algorithm> algorithms(String... names) {
        return Stream.of(names).map(Algorithm::parse).toList();
    }

    private static Bytes spi(int protocol) {
        return Bytes.of(protocol, 0, 0, 1);
    }

    /** {@code 1:ESP(1/3 2/2)}: proposal 1 for ESP with transform 1 of id 3 and transform 2 of id 2. */
    private static List<String> draw(List<Proposal> proposals) {
        List<String> drawn = new ArrayList<>();
        for (Proposal proposal : proposals) {
            List<String> transforms = proposal.transforms().stream()
                    .map(transform -> transform.number() + "/" + transform.id())
                    .toList();
            drawn.add(proposal.number() + ":" + ProtocolId.name(proposal.protocol()) + transforms);
        }
        return drawn;
    }

    @Test
    void suites_that_hold_together_are_proposals_of_one_number() {
        List<Proposal> offer =
                IpsecOffer.of(List.of(List.of(esp("3des-cbc"), ah("hmac-sha1-96"))), TERMS, IpsecOfferTest::spi);
        assertThat(draw(offer)).containsExactly("1:ESP[1/3]", "1:AH[1/3]");
        assertThat(offer).extracting(Proposal::spi).containsExactly(spi(ProtocolId.ESP), spi(ProtocolId.AH));
    }

    @Test
    void alternatives_of_one_protocol_are_transforms_of_one_proposal() {
        List<Proposal> offer = IpsecOffer.of(
                List.of(
                        List.of(ah("hmac-md5-96"), esp("3des-cbc")),
                        List.of(esp("des-cbc")),
                        List.of(esp("3des-cbc", "hmac-md5-96", "hmac-sha1-96"))),
                TERMS,
                IpsecOfferTest::spi);
        assertThat(draw(offer)).containsExactly("1:AH[1/2]", "1:ESP[1/3]", "2:ESP[1/2, 2/3, 3/3]");
    }

    @Test
    void alternatives_of_different_protocols_are_proposals_of_their_own() {
        List<Proposal> offer = IpsecOffer.of(
                List.of(
                        List.of(esp("aes-gcm-16:128")),
                        List.of(ah("hmac-sha2-256-128")),
                        List.of(esp("null", "hmac-sha1-96"))),
                TERMS,
                IpsecOfferTest::spi);
        assertThat(draw(offer)).containsExactly("1:ESP[1/20]", "2:AH[1/5]", "3:ESP[1/11]");
    }

    @Test
    void all_of_an_offer_has_the_same_terms() throws Refusal {
        IpsecOffer.Terms terms =
                IpsecOffer.Terms.of(Encapsulation.UDP_TUNNEL, 60).group(14).kilobytes(1000);
        List<Proposal> offer = IpsecOffer.of(
                List.of(List.of(esp("aes-cbc:128", "hmac-sha1-96"), ah("hmac-sha2-256-128"))),
                terms,
                IpsecOfferTest::spi);
        for (Proposal proposal : offer) {
            for (Transform transform : proposal.transforms()) {
                IpsecTransform said = IpsecTransform.of(proposal.protocol(), transform);
                assertThat(said.encapsulation()).contains(Encapsulation.UDP_TUNNEL);
                assertThat(said.group()).hasValue(14);
                assertThat(said.seconds()).hasValue(60);
                assertThat(said.kilobytes()).hasValue(1000);
            }
        }
    }
}
