package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.conversation.Unavailable;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import dev.parley.isakmp.wire.Bytes;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CatalogTrackerTest {
    /** Something to plug in that talks. */
    @ExtensionPoint("greeting")
    public interface Greeting extends Extension {
        Turn<String> greet();

        List<Part> parts();

        Optional<Part> first();

        Word word();

        default String shout() throws GeneralSecurityException {
            throw new GeneralSecurityException("hoarse");
        }
    }

    /** Behaviour that a greeting returns. */
    public interface Part {
        String speak();
    }

    /** A value that a greeting returns. */
    public interface Word {}

    /** The value itself. */
    public record Spelled(String letters) implements Word {}

    /** A point where all are used. */
    @ExtensionPoint(value = "listener", all = true)
    public interface Listener extends Extension {}

    private record Hello(String key, int preference, String says) implements Greeting {
        @Override
        public Turn<String> greet() {
            return Turn.say(Bytes.utf8(says), heard -> Turn.say(Bytes.utf8("and?"), more -> Turn.agree(says)));
        }

        @Override
        public List<Part> parts() {
            return List.of(new SpeakingPart(says));
        }

        @Override
        public Optional<Part> first() {
            return Optional.of(new SpeakingPart(says));
        }

        @Override
        public Word word() {
            return new Spelled(says);
        }
    }

    private static final class SpeakingPart implements Part {
        private final String says;

        SpeakingPart(String says) {
            this.says = says;
        }

        @Override
        public String speak() {
            return says;
        }
    }

    private record Ear(String key) implements Listener {}

    private final CatalogTracker tracker = new CatalogTracker();

    private Contribution add(String bundle, int ranking, long bundleId, Extension... extensions) {
        Contribution contribution = World.contribution(extensions);
        tracker.add(contribution, bundle, ranking, bundleId);
        return contribution;
    }

    private List<String> keys() {
        return tracker.catalog().all(Greeting.class).stream()
                .map(Extension::key)
                .toList();
    }

    private String spoken(String key) {
        return tracker.catalog()
                .find(Greeting.class, key)
                .orElseThrow()
                .first()
                .orElseThrow()
                .speak();
    }

    @Test
    void order_is_preference_then_ranking_then_lowest_bundle() {
        add("late", 0, 9, new Hello("d", 0, "d"), new Hello("a", 5, "a"));
        add("early", 0, 3, new Hello("c", 0, "c"));
        add("ranked", 7, 11, new Hello("b", 0, "b"));
        assertThat(keys()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_twin_is_shadowed_whatever_it_prefers_until_its_bundle_is_named() {
        add("first", 0, 1, new Hello("x", 0, "one"));
        add("second", 100, 2, new Hello("x", 100, "two"));
        assertThat(spoken("x")).isEqualTo("one");
        assertThat(tracker.catalog().all(Greeting.class)).hasSize(1);
        assertThat(tracker.catalog().twins(Greeting.class, "x")).hasSize(1);
        tracker.prefer("greeting", "x", "second");
        assertThat(spoken("x")).isEqualTo("two");
        assertThat(tracker.catalog()
                        .twins(Greeting.class, "x")
                        .get(0)
                        .first()
                        .orElseThrow()
                        .speak())
                .isEqualTo("one");
    }

    @Test
    void of_what_was_there_before_the_engine_the_lowest_bundle_is_the_incumbent_in_whatever_order_it_is_told() {
        CatalogTracker late = CatalogTracker.gathering();
        late.add(World.contribution(new Hello("x", 100, "dropped in")), "dropped", 100, 30);
        late.add(World.contribution(new Hello("x", 0, "shipped")), "shipped", 0, 3);
        late.gathered();
        late.add(World.contribution(new Hello("x", 0, "newcomer")), "newcomer", 0, 1);
        assertThat(late.catalog()
                        .find(Greeting.class, "x")
                        .orElseThrow()
                        .first()
                        .orElseThrow()
                        .speak())
                .isEqualTo("shipped");
    }

    @Test
    void a_twin_does_not_take_the_place_of_one_that_is_being_updated() {
        Contribution first = add("first", 0, 1, new Hello("x", 0, "one"));
        add("second", 0, 2, new Hello("x", 0, "two"));
        tracker.remove(first);
        assertThat(tracker.catalog().find(Greeting.class, "x")).isEmpty();
        assertThat(tracker.catalog().twins(Greeting.class, "x")).hasSize(1);
        assertThat(tracker.describe()).extracting(Catalogs.Entry::shadowedBy).containsExactly(Optional.of("first"));
        add("first", 0, 3, new Hello("x", 0, "one again"));
        assertThat(spoken("x")).isEqualTo("one again");
    }

    @Test
    void one_that_is_preferred_serves_while_it_is_there() {
        add("first", 0, 1, new Hello("x", 0, "one"));
        Contribution second = add("second", 0, 2, new Hello("x", 0, "two"));
        Runnable undo = tracker.prefer("greeting", "x", "second");
        tracker.prefer("listener", "x", "third");
        assertThat(spoken("x")).isEqualTo("two");
        tracker.remove(second);
        assertThat(spoken("x")).isEqualTo("one");
        add("second", 0, 2, new Hello("x", 0, "two again"));
        assertThat(spoken("x")).isEqualTo("two again");
        undo.run();
        assertThat(spoken("x")).isEqualTo("one");
    }

    @Test
    void the_lowest_bundle_of_before_the_engine_has_its_place_when_it_is_back() {
        CatalogTracker late = CatalogTracker.gathering();
        Contribution shipped = World.contribution(new Hello("x", 0, "shipped"));
        late.add(World.contribution(new Hello("x", 0, "dropped in")), "dropped", 0, 30);
        late.add(shipped, "shipped", 0, 3);
        late.gathered();
        late.drain(shipped);
        assertThat(late.catalog().find(Greeting.class, "x")).isEmpty();
    }

    @Test
    @Timeout(60)
    void nothing_waits_for_a_contribution_that_does_not_say_what_it_brings() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        Contribution slow = () -> {
            asked.countDown();
            try {
                hold.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            return List.of(new Hello("slow", 0, "at last"));
        };
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> tracker.add(slow, "slow", 0, 1));
        asked.await();
        add("quick", 0, 2, new Hello("quick", 0, "at once"));
        assertThat(tracker.describe()).hasSize(1);
        tracker.remove(slow);
        hold.countDown();
        adding.join();
        assertThat(keys()).as("what has left before it was known does not come").containsExactly("quick");
    }

    @Test
    void where_all_are_used_nothing_is_shadowed() {
        add("first", 0, 1, new Ear("same"));
        add("second", 0, 2, new Ear("same"));
        assertThat(tracker.catalog().all(Listener.class)).hasSize(2);
        assertThat(tracker.catalog().twins(Listener.class, "same")).isEmpty();
    }

    @Test
    void a_snapshot_never_changes() {
        add("first", 0, 1, new Hello("x", 0, "one"));
        Catalog before = tracker.catalog();
        add("second", 0, 2, new Hello("y", 0, "two"));
        assertThat(before.all(Greeting.class)).hasSize(1);
        assertThat(tracker.catalog().all(Greeting.class)).hasSize(2);
    }

    @Test
    void a_new_ranking_reorders_without_a_new_lease() {
        Contribution first = add("first", 0, 1, new Hello("a", 0, "one"));
        add("second", 1, 2, new Hello("b", 0, "two"));
        Greeting lease = tracker.catalog().find(Greeting.class, "a").orElseThrow();
        tracker.rank(first, 2);
        assertThat(keys()).containsExactly("a", "b");
        assertThat(tracker.catalog().all(Greeting.class).get(0)).isSameAs(lease);
    }

    @Test
    void a_contribution_that_fails_is_refused_and_harms_nobody() {
        add("good", 0, 1, new Hello("x", 0, "one"));
        tracker.add(
                () -> {
                    throw new NoClassDefFoundError("its library");
                },
                "bad",
                0,
                2);
        tracker.add(World.contribution(new Hello("y", 0, "two"), new Hello(null, 0, "no key")), "keyless", 0, 3);
        assertThat(keys()).containsExactly("x");
    }

    @Test
    void describe_says_who_is_in_use_and_who_is_shadowed() {
        add("first", 0, 1, new Hello("x", 3, "one"), new Ear("ear"));
        add("second", 4, 2, new Hello("x", 0, "two"));
        assertThat(tracker.describe())
                .containsExactly(
                        new CatalogTracker.Entry("greeting", "x", "first", 3, 0, Optional.empty()),
                        new CatalogTracker.Entry("greeting", "x", "second", 0, 4, Optional.of("first")),
                        new CatalogTracker.Entry("listener", "ear", "first", 0, 0, Optional.empty()));
    }

    @Test
    void listeners_hear_of_each_change_until_they_end_it() {
        List<Integer> heard = new ArrayList<>();
        Runnable end = tracker.onChange(() -> heard.add(keys().size()));
        Contribution first = add("first", 0, 1, new Hello("x", 0, "one"));
        tracker.remove(first);
        end.run();
        add("second", 0, 2, new Hello("y", 0, "two"));
        assertThat(heard).containsExactly(1, 0);
    }

    @Test
    void plain_finds_what_the_class_path_names() {
        assertThat(CatalogTracker.plain().describe())
                .extracting(CatalogTracker.Entry::key)
                .contains("plainly-there", "isakmp");
    }

    @Test
    void a_lease_is_the_extension_as_long_as_its_bundle_is_there() throws Exception {
        add("first", 0, 1, new Hello("x", 2, "one"));
        Greeting lease = tracker.catalog().find(Greeting.class, "x").orElseThrow();
        assertThat(lease.preference()).isEqualTo(2);
        assertThat(lease.greet().message()).contains(Bytes.utf8("one"));
        assertThat(lease.word()).isEqualTo(new Spelled("one"));
        assertThat(lease).isEqualTo(lease).hasSameHashCodeAs(lease).hasToString("greeting x");
        assertThatThrownBy(lease::shout)
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("hoarse");
    }

    @Test
    void everything_that_came_from_a_departed_bundle_throws_departed() throws GeneralSecurityException, Unavailable {
        Contribution first = add("first", 0, 1, new Hello("x", 2, "one"));
        Greeting lease = tracker.catalog().find(Greeting.class, "x").orElseThrow();
        Turn.Reply<String> reply = ((Turn.Say<String>) lease.greet()).reply();
        Turn.Reply<String> second = ((Turn.Say<String>) reply.hear(Bytes.EMPTY)).reply();
        Part part = lease.first().orElseThrow();
        Part listed = lease.parts().get(0);
        assertThat(second.hear(Bytes.EMPTY)).isInstanceOf(Turn.Agree.class);

        tracker.remove(first);

        assertThatThrownBy(lease::greet).isInstanceOf(Departed.class).hasMessageContaining("greeting x has left");
        assertThatThrownBy(() -> reply.hear(Bytes.EMPTY)).isInstanceOf(Departed.class);
        assertThatThrownBy(() -> second.hear(Bytes.EMPTY)).isInstanceOf(Departed.class);
        assertThatThrownBy(part::speak).isInstanceOf(Departed.class);
        assertThatThrownBy(listed::speak).isInstanceOf(Departed.class);
        assertThat(lease.key()).as("a name can still be printed").isEqualTo("x");
        assertThat(Lease.departed(lease)).isTrue();
    }

    @Test
    void nothing_holds_what_a_departed_bundle_made() {
        Hello hello = new Hello("x", 2, new String("its own"));
        Contribution first = add("first", 0, 1, hello);
        Greeting lease = tracker.catalog().find(Greeting.class, "x").orElseThrow();
        Turn<String> turn = lease.greet();
        WeakReference<Hello> left = new WeakReference<>(hello);
        tracker.remove(first);
        hello = null;
        first = null;
        for (int i = 0; i < 50 && left.get() != null; i++) {
            System.gc();
        }
        assertThat(left.get()).isNull();
        assertThat(turn.message()).contains(Bytes.utf8("its own"));
    }

    /** Named in this test's services file. */
    public static final class PlainContribution implements Contribution {
        @Override
        public List<Extension> extensions() {
            return List.of(new Ear("plainly-there"));
        }
    }
}
