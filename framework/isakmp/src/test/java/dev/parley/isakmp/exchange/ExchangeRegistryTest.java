package dev.parley.isakmp.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.isakmp.conversation.Role;
import dev.parley.isakmp.message.MessageRule;
import dev.parley.isakmp.message.Slot;
import dev.parley.isakmp.payload.IsakmpPayloads;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeRegistryTest {
    private static final long TOY = 99;
    private static final ExchangeDefinition COMPLETED = IsakmpExchanges.AGGRESSIVE.completed(
            TOY, (number, rule) -> number == 1 ? rule : rule.replace(IsakmpExchanges.AUTH, List.of(hash())));

    private record Rules(String key, List<ExchangeDefinition> exchanges) implements ExchangeRules {}

    private final ExchangeRegistry registry =
            ExchangeRegistry.of(List.of(new IsakmpExchanges(), new Rules("toy", List.of(COMPLETED))));

    /** The drawings of RFC 2408 sections 4.4 to 4.8, the arrows as they stand there and a star for encryption. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | => SA NONCE / <= SA NONCE / => KE IDii AUTH / <= KE IDir AUTH",
                "2 | => SA / <= SA / => KE NONCE / <= KE NONCE / =>* IDii AUTH / <=* IDir AUTH",
                "3 | => SA NONCE / <= SA NONCE IDir AUTH / => IDii AUTH",
                "4 | => SA KE NONCE IDii / <= SA KE NONCE IDir AUTH / =>* AUTH",
                "5 | =>? N/D"
            })
    void the_five_exchanges_are_those_of_the_rfc(int number, String drawing) {
        assertThat(draw(registry.find(1, TOY + 1, number).orElseThrow())).isEqualTo(drawing);
    }

    @Test
    void a_doi_has_its_own_and_falls_back_to_the_general_ones() {
        assertThat(registry.find(1, TOY, 4)).containsSame(COMPLETED);
        assertThat(registry.find(1, TOY, 2)).containsSame(IsakmpExchanges.IDENTITY_PROTECTION);
        assertThat(registry.find(1, TOY + 1, 4)).containsSame(IsakmpExchanges.AGGRESSIVE);
        assertThat(registry.find(2, TOY, 4)).isEmpty();
        assertThat(registry.find(1, TOY, 32)).isEmpty();
        assertThat(registry.knows(1, 4)).isTrue();
        assertThat(registry.knows(1, 32)).isFalse();
    }

    @Test
    void of_two_for_one_place_the_first_stays() {
        ExchangeDefinition other = COMPLETED.named("Other");
        ExchangeRegistry twice =
                ExchangeRegistry.of(List.of(new Rules("a", List.of(COMPLETED)), new Rules("b", List.of(other))));
        assertThat(twice.all()).containsExactly(COMPLETED);
    }

    @Test
    void all_are_listed_by_number_and_the_general_ones_first() {
        assertThat(registry.all())
                .extracting(ExchangeDefinition::toString)
                .containsExactly(
                        "Base (1)",
                        "Identity Protection (2)",
                        "Authentication Only (3)",
                        "Aggressive (4)",
                        "Aggressive (4 of DOI 99)",
                        "Informational (5)");
    }

    @Test
    void a_completion_leaves_the_general_table_as_it_was() {
        assertThat(draw(COMPLETED)).isEqualTo("=> SA KE NONCE IDii / <= SA KE NONCE IDir HASH_R / =>* HASH_R");
        assertThat(draw(IsakmpExchanges.AGGRESSIVE)).contains("AUTH");
    }

    @Test
    void a_hole_that_is_not_there_cannot_be_filled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IsakmpExchanges.BASE.completed(
                        TOY, (number, rule) -> rule.replace(IsakmpExchanges.AUTH, List.of(hash()))))
                .withMessageContaining("message 1 of exchange 1 has no AUTH");
    }

    @Test
    void messages_that_are_not_numbered_in_order_are_no_exchange() {
        MessageRule second = MessageRule.of(7, 2, Role.INITIATOR, MessageRule.Protection.CLEAR, "", List.of());
        assertThatIllegalArgumentException().isThrownBy(() -> ExchangeDefinition.of(1, 7, "wrong", second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExchangeDefinition.of(1, 8, "wrong", IsakmpExchanges.INFORMATIONAL.message(1)));
    }

    private static Slot hash() {
        return Slot.one(IsakmpPayloads.HASH, "HASH_R");
    }

    private static String draw(ExchangeDefinition table) {
        return IntStream.rangeClosed(1, table.length())
                .mapToObj(table::message)
                .map(ExchangeRegistryTest::draw)
                .collect(Collectors.joining(" / "));
    }

    private static String draw(MessageRule rule) {
        String star = switch (rule.protection()) {
            case CLEAR -> "";
            case ENCRYPTED -> "*";
            case EITHER -> "?";
        };
        return rule.slots().stream()
                .map(Slot::name)
                .collect(Collectors.joining(" ", (rule.sender() == Role.INITIATOR ? "=>" : "<=") + star + " ", ""));
    }
}
