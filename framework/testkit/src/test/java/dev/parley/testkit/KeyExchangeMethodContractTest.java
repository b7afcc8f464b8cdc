package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.KeyExchangeContext;
import dev.parley.crypto.KeyExchangeMethod;
import dev.parley.crypto.SharedSecret;
import dev.parley.crypto.Traits;
import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract finds what each of these methods does wrong, and nothing where it does right. */
class KeyExchangeMethodContractTest {
    private static final Traits TRAITS = Traits.fixed(8, 8);

    @Test
    void a_sound_method_passes() {
        KeyExchangeMethodContract contract = contract(new Toy());
        assertThatCode(() -> {
                    contract.both_ends_agree_on_the_same_secret();
                    contract.another_exchange_agrees_on_another_secret();
                    contract.its_traits_are_true();
                    contract.the_same_seed_gives_the_same_octets_if_it_claims_so();
                    contract.hearing_other_octets_first_changes_nothing();
                    contract.hearing_the_same_octets_twice_gives_the_same_secret();
                    contract.octets_of_a_length_it_did_not_promise_are_refused();
                    contract.octets_that_anybody_can_make_do_not_decide_the_secret();
                    contract.damaged_and_random_octets_end_in_a_declared_way();
                    contract.its_numbers_are_registered_ones_in_named_spaces();
                    contract.its_key_is_a_neutral_name_and_stays_the_same();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void ends_that_disagree_are_found() {
        found(contract(new Toy((mine, theirs) -> mine))::both_ends_agree_on_the_same_secret);
    }

    @Test
    void a_secret_that_is_the_same_every_time_is_found() {
        found(contract(new Toy((mine, theirs) -> Bytes.of(1)))::another_exchange_agrees_on_another_secret);
    }

    @Test
    void a_secret_that_a_zero_decides_is_found() {
        KeyExchangeMethodContract contract = contract(new Toy() {
            @Override
            protected SharedSecret agree(SharedSecret mine, Bytes theirs) throws GeneralSecurityException {
                return theirs.isZero() ? SharedSecret.of(theirs) : super.agree(mine, theirs);
            }
        });
        found(contract::octets_that_anybody_can_make_do_not_decide_the_secret);
    }

    @Test
    void an_undeclared_exception_is_found() {
        KeyExchangeMethodContract contract = contract(new Toy() {
            @Override
            protected SharedSecret agree(SharedSecret mine, Bytes theirs) throws GeneralSecurityException {
                if (theirs.at(0) > 0x7f) {
                    throw new IllegalStateException("I did not expect that");
                }
                return super.agree(mine, theirs);
            }
        });
        found(contract::damaged_and_random_octets_end_in_a_declared_way);
    }

    @Test
    void traits_that_are_not_true_are_found() {
        KeyExchangeMethodContract contract = contract(new Toy() {
            @Override
            public Traits traits() {
                return TRAITS.roundTrips(2);
            }
        });
        found(contract::its_traits_are_true);
    }

    @Test
    void a_method_that_remembers_what_it_heard_is_found() {
        KeyExchangeMethodContract contract = contract(new Toy() {
            @Override
            public Turn<SharedSecret> initiate(KeyExchangeContext context) {
                SharedSecret mine = context.secret(8);
                return Turn.say(mine.reveal(), theirs -> {
                    SharedSecret agreed = agree(mine, theirs);
                    mine.wipe();
                    return Turn.agree(agreed);
                });
            }
        });
        found(contract::hearing_other_octets_first_changes_nothing);
        found(contract::hearing_the_same_octets_twice_gives_the_same_secret);
    }

    @Test
    void a_private_use_number_is_found() {
        KeyExchangeMethodContract contract = contract(new Toy() {
            @Override
            public Map<NumberSpace, Integer> codePoints() {
                return Map.of(new NumberSpace("ikev2.key-exchange"), 1024);
            }
        });
        found(contract::its_numbers_are_registered_ones_in_named_spaces);
    }

    private static void found(ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class);
    }

    private static KeyExchangeMethodContract contract(KeyExchangeMethod method) {
        return new KeyExchangeMethodContract() {
            @Override
            protected KeyExchangeMethod method() {
                return method;
            }
        };
    }

    /** No secret at all, but the right shape: both send what they drew, and combine it. */
    private static class Toy implements KeyExchangeMethod {
        private final BinaryOperator<Bytes> combine;

        Toy() {
            this((mine, theirs) -> Bytes.unsigned(mine.number(0, 8) ^ theirs.number(0, 8), 8));
        }

        Toy(BinaryOperator<Bytes> combine) {
            this.combine = combine;
        }

        @Override
        public String key() {
            return "toy";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public Turn<SharedSecret> initiate(KeyExchangeContext context) {
            SharedSecret mine = context.secret(8);
            return Turn.say(mine.reveal(), theirs -> Turn.agree(agree(mine, theirs)));
        }

        @Override
        public Turn<SharedSecret> respond(KeyExchangeContext context, Bytes first) throws GeneralSecurityException {
            SharedSecret mine = context.secret(8);
            return Turn.agree(mine.reveal(), agree(mine, first));
        }

        protected SharedSecret agree(SharedSecret mine, Bytes theirs) throws GeneralSecurityException {
            return SharedSecret.of(combine.apply(mine.reveal(), theirs));
        }
    }
}
