package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Exchange;
import dev.parley.isakmp.negotiation.Wish;
import java.util.Optional;

/** One exchange in progress: where it stands now, and who asked. */
public final class Task {
    /** Who sent the request. */
    public enum Side {
        ASKING,
        ANSWERING
    }

    private final Side side;
    private final Optional<Wish> wish;
    private final boolean removes;
    private final Optional<String> makes;
    private final boolean closes;
    private boolean asked;
    private Exchange<IkeSa, IkeMessage> exchange;
    private Optional<IkeMessage> request = Optional.empty();

    private Task(
            Side side,
            Optional<Wish> wish,
            boolean removes,
            Optional<String> makes,
            boolean closes,
            Exchange<IkeSa, IkeMessage> exchange) {
        this.side = side;
        this.wish = wish;
        this.removes = removes;
        this.makes = makes;
        this.closes = closes;
        this.exchange = exchange;
    }

    /** An exchange of ours. */
    public static Task asking(Optional<Wish> wish, Exchange<IkeSa, IkeMessage> first) {
        return new Task(Side.ASKING, wish, false, Optional.empty(), false, first);
    }

    /** An exchange of ours that is about to be opened. */
    public static Task opening(IkeExchange.Opening opening, Exchange<IkeSa, IkeMessage> first) {
        return new Task(Side.ASKING, opening.wish(), opening.removes(), opening.makes(), opening.closes(), first);
    }

    /** An exchange of the peer's. */
    public static Task answering(Exchange<IkeSa, IkeMessage> first) {
        return new Task(Side.ANSWERING, Optional.empty(), false, Optional.empty(), false, first);
    }

    /** The request that is being answered. */
    public Optional<IkeMessage> request() {
        return request;
    }

    public void requested(IkeMessage message) {
        request = Optional.of(message);
    }

    public Side side() {
        return side;
    }

    public Optional<Wish> wish() {
        return wish;
    }

    /** Whether it is over, and well, once the IKE SA is gone. */
    public boolean removes() {
        return removes;
    }

    /** The name of the child that comes of it, if one does. */
    public Optional<String> makes() {
        return makes;
    }

    /** Whether the IKE SA has to go even if the peer cannot be told. */
    public boolean closes() {
        return closes;
    }

    /** Whether our request has gone out. */
    public boolean asked() {
        return asked;
    }

    public void isAsked() {
        asked = true;
    }

    public Exchange<IkeSa, IkeMessage> exchange() {
        return exchange;
    }

    public void becomes(Exchange<IkeSa, IkeMessage> next) {
        exchange = next;
    }
}
