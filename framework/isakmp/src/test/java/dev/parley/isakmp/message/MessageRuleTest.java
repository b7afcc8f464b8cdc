package dev.parley.isakmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.conversation.Role;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MessageRuleTest {
    private static final NumberSpace SPACE = new NumberSpace("test.payload");
    private static final PayloadType SA = new PayloadType(SPACE, 1);
    private static final PayloadType ID = new PayloadType(SPACE, 5);
    private static final PayloadType NOTIFY = new PayloadType(SPACE, 11);
    private static final PayloadType OTHER = new PayloadType(SPACE, 99);
    private static final int COOKIE = 16390;

    /** A payload; {@code says} is a notification's type or tells two of one type apart. */
    private record Plain(PayloadType type, int says) implements Payload {}

    private static Payload notification(int type) {
        return new Plain(NOTIFY, type);
    }

    private static OptionalInt notifyType(Payload payload) {
        return payload.type().equals(NOTIFY) ? OptionalInt.of(((Plain) payload).says()) : OptionalInt.empty();
    }

    private static MessageRule rule(Slot... slots) {
        return MessageRule.of(34, 1, Role.INITIATOR, MessageRule.Protection.CLEAR, "", List.of(slots));
    }

    private static List<Payload> order(MessageRule rule, Payload... payloads) {
        return rule.order(List.of(payloads), MessageRuleTest::notifyType);
    }

    private static String violation(MessageRule rule, Payload... payloads) {
        return rule.violation(List.of(payloads), MessageRuleTest::notifyType).orElse("none");
    }

    private final Payload sa = new Plain(SA, 0);
    private final Payload initiatorId = new Plain(ID, 1);
    private final Payload responderId = new Plain(ID, 2);
    private final Slot cookie = Slot.one(NOTIFY, "N(COOKIE)").notifying(COOKIE).optional();
    private final Slot anyNotify = Slot.one(NOTIFY, "N").optional().upTo(2);
    private final Slot saSlot = Slot.one(SA, "SAi1");

    @Test
    void payloads_go_out_in_the_order_of_the_table_and_strangers_last() {
        Payload stranger = new Plain(OTHER, 0);
        assertThat(order(rule(cookie, saSlot, anyNotify), stranger, notification(7), sa, notification(COOKIE)))
                .containsExactly(notification(COOKIE), sa, notification(7), stranger);
    }

    @Test
    void two_of_one_type_go_to_their_slots_in_order_of_arrival() {
        MessageRule rule = rule(Slot.one(ID, "IDci"), saSlot, Slot.one(ID, "IDcr"));
        assertThat(order(rule, sa, initiatorId, responderId)).containsExactly(initiatorId, sa, responderId);
        assertThat(violation(rule, sa, initiatorId, responderId)).isEqualTo("none");
    }

    @Test
    void equal_payloads_are_not_lost_where_only_one_has_a_place() {
        assertThat(order(rule(saSlot), sa, new Plain(SA, 0))).hasSize(2);
    }

    @Test
    void a_notification_has_its_own_slot_before_a_general_one_wherever_that_stands() {
        MessageRule rule = rule(anyNotify, saSlot, cookie);
        List<Payload> payloads = List.of(notification(COOKIE), sa, notification(7));
        assertThat(rule.sort(payloads, MessageRuleTest::notifyType).get(cookie)).containsExactly(notification(COOKIE));
        assertThat(order(rule, notification(COOKIE), sa, notification(7)))
                .containsExactly(notification(7), sa, notification(COOKIE));
    }

    @Test
    void a_notification_with_a_slot_of_its_own_takes_no_room_of_a_general_one() {
        MessageRule rule = rule(cookie, saSlot, anyNotify);
        assertThat(violation(rule, notification(COOKIE), sa, notification(7), notification(8)))
                .isEqualTo("none");
        assertThat(violation(rule, sa, notification(7), notification(8), notification(9)))
                .isEqualTo("N comes 3 times, 2 is the most");
        assertThat(violation(rule, notification(COOKIE), notification(COOKIE), sa))
                .isEqualTo("N(COOKIE) comes 2 times, 1 is the most");
    }

    @Test
    void what_is_missing_is_named() {
        assertThat(violation(rule(cookie, saSlot))).isEqualTo("SAi1 is missing");
        Slot two = Slot.one(ID, "ID");
        assertThat(violation(rule(saSlot, two, Slot.one(ID, "IDr")), sa, initiatorId))
                .isEqualTo("IDr is missing");
    }

    @Test
    void what_comes_too_often_is_named_and_order_and_strangers_are_not_looked_at() {
        assertThat(violation(rule(saSlot), sa, sa)).isEqualTo("SAi1 comes 2 times, 1 is the most");
        assertThat(violation(rule(saSlot, Slot.one(ID, "IDi")), new Plain(OTHER, 1), initiatorId, sa))
                .isEqualTo("none");
    }
}
