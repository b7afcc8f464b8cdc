package dev.parley.ikev2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ikev2.exchange.Collisions.Asked;
import dev.parley.ikev2.exchange.Collisions.Mine;
import dev.parley.ikev2.exchange.Collisions.Verdict;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of RFC 7296 section 2.25, cell by cell: what the peer asks, what we are doing, what we answer. */
class CollisionTableTest {
    @ParameterizedTest(name = "section {0}: asked to {1} while {2}: {3}")
    @CsvSource({
        "1.3.1,   CREATE_CHILD, ,               DO",
        "2.25,    CREATE_CHILD, CREATING_CHILD, DO",
        "2.25,    CREATE_CHILD, REKEYING_CHILD, DO",
        "2.25,    CREATE_CHILD, CLOSING_CHILD,  DO",
        "2.25.2,  CREATE_CHILD, REKEYING_IKE,   TEMPORARY_FAILURE",
        "2.25.2+, CREATE_CHILD, CLOSING_IKE,    TEMPORARY_FAILURE",
        "1.3.3,   REKEY_CHILD,  ,               DO",
        "2.25,    REKEY_CHILD,  CREATING_CHILD, DO",
        "2.25.1,  REKEY_CHILD,  REKEYING_CHILD, DO",
        "2.25.1,  REKEY_CHILD,  CLOSING_CHILD,  TEMPORARY_FAILURE",
        "2.25.1,  REKEY_CHILD,  CHILD_UNKNOWN,  CHILD_SA_NOT_FOUND",
        "2.25.2,  REKEY_CHILD,  REKEYING_IKE,   TEMPORARY_FAILURE",
        "2.25.2+, REKEY_CHILD,  CLOSING_IKE,    TEMPORARY_FAILURE",
        "1.4.1,   DELETE_CHILD, ,               DO",
        "2.25,    DELETE_CHILD, CREATING_CHILD, DO",
        "2.25.1,  DELETE_CHILD, REKEYING_CHILD, DO",
        "2.25.1,  DELETE_CHILD, CLOSING_CHILD,  WITHOUT_OUR_HALF",
        "2.25.1,  DELETE_CHILD, CHILD_UNKNOWN,  WITHOUT_OUR_HALF",
        "2.25.2,  DELETE_CHILD, REKEYING_IKE,   DO",
        "2.25.2+, DELETE_CHILD, CLOSING_IKE,    DO",
        "1.3.2,   REKEY_IKE,    ,               DO",
        "2.25.1,  REKEY_IKE,    CREATING_CHILD, TEMPORARY_FAILURE",
        "2.25.1,  REKEY_IKE,    REKEYING_CHILD, TEMPORARY_FAILURE",
        "2.25.1,  REKEY_IKE,    CLOSING_CHILD,  TEMPORARY_FAILURE",
        "2.25.2,  REKEY_IKE,    REKEYING_IKE,   DO",
        "2.25.2,  REKEY_IKE,    CLOSING_IKE,    TEMPORARY_FAILURE",
        "1.4.1,   DELETE_IKE,   ,               DO",
        "2.25,    DELETE_IKE,   CREATING_CHILD, DO",
        "2.25,    DELETE_IKE,   REKEYING_CHILD, DO",
        "2.25,    DELETE_IKE,   CLOSING_CHILD,  DO",
        "2.25.2,  DELETE_IKE,   REKEYING_IKE,   DO",
        "2.25.2,  DELETE_IKE,   CLOSING_IKE,    DO",
        "2.3+,    CREATE_CHILD, ANSWERING_CHILD, DO",
        "2.3+,    CREATE_CHILD, ANSWERING_IKE,  TEMPORARY_FAILURE",
        "2.3+,    REKEY_CHILD,  ANSWERING_CHILD, DO",
        "2.3+,    REKEY_CHILD,  ANSWERING_SAME, TEMPORARY_FAILURE",
        "2.3+,    REKEY_CHILD,  ANSWERING_IKE,  TEMPORARY_FAILURE",
        "2.3+,    DELETE_CHILD, ANSWERING_CHILD, DO",
        "2.3+,    DELETE_CHILD, ANSWERING_SAME, DO",
        "2.3+,    DELETE_CHILD, ANSWERING_IKE,  DO",
        "2.3+,    REKEY_IKE,    ANSWERING_CHILD, TEMPORARY_FAILURE",
        "2.3+,    REKEY_IKE,    ANSWERING_IKE,  TEMPORARY_FAILURE",
        "2.3+,    DELETE_IKE,   ANSWERING_CHILD, DO",
        "2.3+,    DELETE_IKE,   ANSWERING_IKE,  DO"
    })
    void the_cell_says_what_the_rfc_says(String section, Asked asked, Mine mine, Verdict verdict) {
        Set<Mine> doing = mine == null ? EnumSet.noneOf(Mine.class) : EnumSet.of(mine);
        assertThat(Collisions.judge(asked, doing)).as(section).isEqualTo(verdict);
    }

    /** Of several things that we are doing the strictest cell counts. */
    @Test
    void the_strictest_of_several_cells_counts() {
        assertThat(Collisions.judge(Asked.REKEY_CHILD, EnumSet.of(Mine.CREATING_CHILD, Mine.CLOSING_CHILD)))
                .isEqualTo(Verdict.TEMPORARY_FAILURE);
        assertThat(Collisions.judge(Asked.REKEY_CHILD, EnumSet.of(Mine.REKEYING_IKE, Mine.CHILD_UNKNOWN)))
                .isEqualTo(Verdict.CHILD_SA_NOT_FOUND);
        assertThat(Collisions.judge(Asked.REKEY_IKE, EnumSet.of(Mine.REKEYING_IKE, Mine.CLOSING_CHILD)))
                .isEqualTo(Verdict.TEMPORARY_FAILURE);
        assertThat(Collisions.judge(Asked.DELETE_CHILD, EnumSet.of(Mine.REKEYING_CHILD, Mine.CLOSING_CHILD)))
                .isEqualTo(Verdict.WITHOUT_OUR_HALF);
    }
}
