package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Step;
import dev.parley.isakmp.negotiation.Wish;
import java.util.Optional;

/** One exchange in progress: where it stands now, and who asked. */
public final class Task {
    /** Who sent the request. */
    public enum Side {
        ASKING,
        ANSWERING
    }

    /** Before anything is sent. */
    private static final long NO_ID = -1;

    private final Side side;
    private final Optional<IkeExchange.Opening> opening;
    private final Optional<Wish> wish;
    private Exchange<IkeSa, IkeMessage> exchange;
    private Optional<IkeMessage> request = Optional.empty();
    private long id = NO_ID;

    private Task(
            Side side,
            Optional<IkeExchange.Opening> opening,
            Optional<Wish> wish,
            Exchange<IkeSa, IkeMessage> exchange) {
        this.side = side;
        this.opening = opening;
        this.wish = wish;
        this.exchange = exchange;
    }

    /** An exchange of ours that has begun elsewhere. */
    public static Task asking(Optional<Wish> wish, Exchange<IkeSa, IkeMessage> first) {
        return new Task(Side.ASKING, Optional.empty(), wish, first);
    }

    /** An exchange of ours that is about to be opened. */
    public static Task opening(IkeExchange.Opening opening) {
        return new Task(Side.ASKING, Optional.of(opening), opening.wish(), new Unopened());
    }

    /** An exchange of the peer's. */
    public static Task answering(Exchange<IkeSa, IkeMessage> first) {
        return new Task(Side.ANSWERING, Optional.empty(), Optional.empty(), first);
    }

    /** The request that is being answered. */
    public Optional<IkeMessage> request() {
        return request;
    }

    public void requested(IkeMessage message) {
        request = Optional.of(message);
    }

    /** The request was answered, and what it holds is of no more use. */
    public void answered() {
        request = request.map(IkeMessage::bare);
    }

    public Side side() {
        return side;
    }

    public Optional<Wish> wish() {
        return wish;
    }

    /** How it was opened, if that was here. */
    public Optional<IkeExchange.Opening> opening() {
        return opening;
    }

    /** Whether our request has gone out. */
    public boolean asked() {
        return id != NO_ID;
    }

    /** The ID of our last request. */
    public long id() {
        return id;
    }

    /** Our request has gone out under {@code messageId}. */
    public void asks(long messageId) {
        id = messageId;
    }

    public Exchange<IkeSa, IkeMessage> exchange() {
        return exchange;
    }

    public void becomes(Exchange<IkeSa, IkeMessage> next) {
        exchange = next;
    }

    /** An exchange that is about to be opened awaits nothing. */
    private record Unopened() implements IkeExchange {
        @Override
        public Step<IkeSa, IkeMessage> receive(IkeSa sa, IkeMessage message) {
            return Step.to(this);
        }
    }
}
