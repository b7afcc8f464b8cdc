package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.wire.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Message IDs and what is in flight (RFC 7296 sections 2.1 to 2.3). Requests of ours go out one at a time, the others queue by
 * urgency; a request of the peer is taken while ours is outstanding. Nothing here moves before a message is authenticated.
 */
public final class ExchangeWindow {
    private static final long LAST_ID = 0xffff_ffffL;

    /** What a request's Message ID says about it. */
    public enum Verdict {
        /** The one that is due. */
        DUE,
        /** The last one again, octet for octet: it is answered from the cache. */
        REPEATED,
        /** The one that is being answered: only it waits. */
        BUSY,
        /** Another message under an ID that was used, or an ID that is not due. */
        STRANGE
    }

    /**
     * A request of ours that awaits its response.
     *
     * @param sent how often it has gone out
     * @param reformed whether it has gone out in another form before
     */
    public record Outstanding(long id, Datagram datagram, int sent, boolean reformed) {}

    private record Reply(Bytes request, Datagram datagram, long at) {}

    private record Queued(IkeExchange.Opening opening, long order) {}

    private static final Comparator<Queued> FIRST =
            Comparator.<Queued>comparingInt(each -> each.opening().urgency()).thenComparingLong(Queued::order);

    private long nextId;
    private long order;
    private Optional<Outstanding> outstanding = Optional.empty();
    private final PriorityQueue<Queued> queue = new PriorityQueue<>(1, FIRST);

    private long dueId;
    private Optional<Bytes> answering = Optional.empty();
    private Optional<Reply> lastReply = Optional.empty();

    /** @param nextId the ID of our first request: 0, or 1 on an SA whose IKE_SA_INIT was sent elsewhere */
    public ExchangeWindow(long nextId) {
        this.nextId = nextId;
    }

    /** Whether all Message IDs are used up: they never wrap (section 2.2). */
    public boolean exhausted() {
        return nextId > LAST_ID;
    }

    /** The ID of our next request. */
    public long nextId() {
        return nextId;
    }

    public Optional<Outstanding> outstanding() {
        return outstanding;
    }

    /** Our request under {@link #nextId} is on its way. */
    public void asked(Datagram request) {
        outstanding = Optional.of(new Outstanding(nextId, request, 1, false));
        nextId++;
    }

    /** The outstanding request is replaced by another form of itself, under the same ID (COOKIE, INVALID_KE_PAYLOAD). */
    public void askedAgain(Datagram request) {
        outstanding = outstanding.map(each -> new Outstanding(each.id(), request, 1, true));
    }

    /** The outstanding request was sent once more. */
    public void repeated() {
        outstanding =
                outstanding.map(each -> new Outstanding(each.id(), each.datagram(), each.sent() + 1, each.reformed()));
    }

    /** The outstanding request is answered or given up. */
    public void settled() {
        outstanding = Optional.empty();
    }

    /** Whether a response under {@code id} is awaited. */
    public boolean awaits(long id) {
        return outstanding.filter(each -> each.id() == id).isPresent();
    }

    public void enqueue(IkeExchange.Opening opening) {
        queue.add(new Queued(opening, order++));
    }

    /** The next exchange of ours, if the window has room. */
    public Optional<IkeExchange.Opening> next() {
        return outstanding.isPresent() || queue.isEmpty()
                ? Optional.empty()
                : Optional.of(queue.poll().opening());
    }

    /** Whether an exchange that has not begun is like that. */
    public boolean holds(Predicate<IkeExchange.Opening> wanted) {
        return queue.stream().map(Queued::opening).anyMatch(wanted);
    }

    /** Takes those exchanges that have not begun and that {@code wanted} holds for out of the queue, in its order. */
    public List<IkeExchange.Opening> take(Predicate<IkeExchange.Opening> wanted) {
        List<Queued> taken = queue.stream()
                .filter(each -> wanted.test(each.opening()))
                .sorted(queue.comparator())
                .toList();
        queue.removeAll(taken);
        return taken.stream().map(Queued::opening).toList();
    }

    /** Judges a request by its ID and octets; changes nothing. */
    public Verdict judge(long id, Bytes request) {
        if (id == dueId) {
            return answering.isPresent() ? Verdict.BUSY : Verdict.DUE;
        }
        return id == dueId - 1
                        && lastReply.isPresent()
                        && lastReply.get().request().equals(request)
                ? Verdict.REPEATED
                : Verdict.STRANGE;
    }

    /** The due request is authenticated and being answered. */
    public void answering(Bytes request) {
        answering = Optional.of(request);
    }

    /** Nothing will answer the request that was being answered: it may come again. */
    public void released() {
        answering = Optional.empty();
    }

    /** The due request was answered; the next is due, and the answer is kept until then. */
    public void answered(Bytes request, Datagram reply, long now) {
        lastReply = Optional.of(new Reply(request, reply, now));
        answering = Optional.empty();
        dueId++;
    }

    /** The cached answer, to go to where the repeated request came from; empty if the last copy has only just gone. */
    public Optional<Datagram> replay(Datagram repeated, long now) {
        if (lastReply.isEmpty() || now - lastReply.get().at() < Defaults.REPLAY_GAP_MILLIS) {
            return Optional.empty();
        }
        Reply reply = lastReply.get();
        lastReply = Optional.of(new Reply(reply.request(), reply.datagram(), now));
        return Optional.of(repeated.reply(reply.datagram().octets()));
    }
}
