package dev.parley.kink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ipsec.ChildPolicy;
import dev.parley.ipsec.IpsecWish;
import dev.parley.ipsec.Policy;
import dev.parley.ipsec.TrafficSelector;
import dev.parley.simulator.Policies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that is wrong with a policy for KINK is one line that says what to write. */
class PolicyMistakesTest {
    private final KinkProtocol protocol = new KinkProtocol();

    @Test
    void a_good_policy_has_none() {
        assertThat(mistakes(good())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kink.principal       | a.example             | 'a.example' is no principal with a realm: write kink/host.example.net@EXAMPLE.NET
            kink.principal       | @EXAMPLE              | '@EXAMPLE' is no principal with a realm: write kink/host.example.net@EXAMPLE.NET
            kink.peer            | kink/b.example@       | a principal has a name and a realm: kink/host.example.net@EXAMPLE.NET
            kink.peer            | kink/a.example@EXAMPLE | it is kink.principal too; name the other end
            kink.prf             | mit                   | 'mit' is not one of letter, trunc128
            kink.responder-nonce | true                  | 'true' is not one of yes, no
            kink.after-start     | wait                  | 'wait' is not one of nonce, trust-clocks
            kink.liveness        | 30s                   | '30s' is no number from 0 to 999999999
            kink.keytab          | a.keytab              | 'a.keytab' is not the whole path of a file; write one that begins with /
            """)
    void a_setting_that_cannot_be_is_named(String name, String value, String line) {
        assertThat(mistakes(good().setting(name, value))).containsExactly("settings." + name + ": " + line);
    }

    @Test
    void a_setting_that_is_not_there_is_named_with_those_that_are() {
        assertThat(mistakes(good().setting("kink.realm", "EXAMPLE")))
                .containsExactly("settings.kink.realm: KINK has no such setting; there are kink.principal, kink.peer,"
                        + " kink.keytab, kink.prf, kink.responder-nonce, kink.after-start, kink.liveness");
    }

    @Test
    void several_selectors_are_several_children() {
        ChildPolicy net = good().a().children().get(0);
        ChildPolicy wide = new ChildPolicy(
                "net",
                net.suites(),
                List.of(TrafficSelector.parse("10.1.0.0/16"), TrafficSelector.parse("10.9.0.0/16")),
                net.remote(),
                0);
        assertThat(mistakes(good().children(wide)))
                .containsExactly(
                        "children.net: a Quick Mode names one selector on each side; make it several children");
    }

    private static Policies good() {
        return Worlds.policies();
    }

    private List<String> mistakes(Policies policies) {
        Policy simulated = policies.a();
        Policy policy = new Policy(
                simulated.name(),
                simulated.protocol(),
                simulated.local(),
                simulated.remote(),
                Optional.empty(),
                simulated.suites(),
                simulated.children(),
                simulated.lifetimeSeconds(),
                simulated.settings());
        return protocol.mistakes(new IpsecWish(policy, Optional.empty()));
    }
}
