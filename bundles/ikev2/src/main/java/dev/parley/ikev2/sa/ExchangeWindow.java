package dev.parley.ikev2.sa;

import dev.parley.isakmp.negotiation.Datagram;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Message IDs and what is in flight (RFC 7296 sections 2.1 to 2.3): as many requests of ours as the peer promises to keep, and as
 * many of the peer's as we promise, answered in any order. Nothing here moves before a message is authenticated.
 */
public final class ExchangeWindow {
    private static final long LAST_ID = 0xffff_ffffL;

    /** Until the initial exchanges are complete, and until somebody promises more (section 2.3). */
    private static final int ONE = 1;

    /** What a request's Message ID says about it. */
    public enum Verdict {
        /** New, and inside the window. */
        DUE,
        /** One that was answered, octet for octet: it is answered from the cache. */
        REPEATED,
        /** One that is being answered: only it waits. */
        BUSY,
        /** Another message under an ID that was used, or an ID outside the window. */
        STRANGE
    }

    /**
     * A request of ours that awaits its response.
     *
     * @param exchange its exchange type, which its response has too
     * @param datagrams the request as it went out, all of them again at each repetition
     * @param sent how often it has gone out
     * @param reformed whether it has gone out in another form before
     */
    public record Outstanding(long id, int exchange, List<Datagram> datagrams, int sent, boolean reformed) {
        public Outstanding {
            datagrams = List.copyOf(datagrams);
        }
    }

    private record Reply(long id, Bytes request, List<Datagram> datagrams, long at) {}

    private boolean open;

    private long nextId;
    private int peerKeeps = ONE;
    private List<Outstanding> outstanding = List.of();
    private OptionalLong unclaimed = OptionalLong.empty();

    private long dueId;
    private int declared = ONE;
    private int weKeep = ONE;
    private List<Long> answering = List.of();
    private List<Reply> replies = List.of();

    /** @param nextId the ID of our first request: 0, or 1 on an SA whose IKE_SA_INIT was sent elsewhere */
    public ExchangeWindow(long nextId) {
        this.nextId = nextId;
    }

    /** The initial exchanges are complete: from now on promises count. */
    void opens() {
        open = true;
    }

    /** The peer's SET_WINDOW_SIZE; a window never shrinks. */
    public void peerKeeps(long messages) {
        peerKeeps = (int) Math.max(peerKeeps, Math.min(messages, Defaults.MAX_WINDOW));
    }

    /** We mean to keep as many of the peer's requests, and will tell it. */
    public void declare(int messages) {
        declared = messages;
    }

    int declared() {
        return declared;
    }

    /** Whether there is nothing that the peer must be told about our side of the window. */
    boolean announced() {
        return weKeep >= declared;
    }

    /** Our promise is on its way. */
    void isAnnounced() {
        weKeep = declared;
    }

    private int ours() {
        return open ? peerKeeps : ONE;
    }

    private int theirs() {
        return open ? weKeep : ONE;
    }

    /** Whether all Message IDs are used up: they never wrap (section 2.2). */
    public boolean exhausted() {
        return nextId > LAST_ID;
    }

    /** The ID of our next request. */
    public long nextId() {
        return nextId;
    }

    /** Whether one more request may be made, beside {@code preparing} whose IDs are not given yet. */
    public boolean hasRoom(int preparing) {
        long oldest = outstanding.isEmpty() ? nextId : outstanding.get(0).id();
        return nextId + preparing < oldest + ours();
    }

    /** Our requests in flight, the oldest first. */
    public List<Outstanding> outstanding() {
        return outstanding;
    }

    public Optional<Outstanding> outstanding(long id) {
        for (Outstanding each : outstanding) {
            if (each.id() == id) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Our request under {@link #nextId} is on its way. */
    public void asked(int exchange, List<Datagram> request) {
        outstanding = Few.with(outstanding, new Outstanding(nextId, exchange, request, 1, false));
        unclaimed = OptionalLong.of(nextId);
        nextId++;
    }

    /** The ID of the request that went out since this was asked last: its answer is for whoever sent it. */
    public OptionalLong claim() {
        OptionalLong claimed = unclaimed;
        unclaimed = OptionalLong.empty();
        return claimed;
    }

    /** The request under {@code id} is replaced by another form of itself (COOKIE, INVALID_KE_PAYLOAD). */
    public void askedAgain(long id, List<Datagram> request) {
        outstanding(id).ifPresent(each -> replace(new Outstanding(id, each.exchange(), request, 1, true)));
    }

    /** The request under {@code id} was sent once more. */
    public void repeated(long id) {
        outstanding(id)
                .ifPresent(each -> replace(
                        new Outstanding(id, each.exchange(), each.datagrams(), each.sent() + 1, each.reformed())));
    }

    private void replace(Outstanding now) {
        outstanding = outstanding.stream()
                .map(each -> each.id() == now.id() ? now : each)
                .toList();
    }

    /** The request under {@code id} is answered or given up. */
    public void settled(long id) {
        outstanding = Few.without(outstanding, each -> each.id() == id);
    }

    /** Whether a response under {@code id} is awaited. */
    public boolean awaits(long id) {
        return outstanding(id).isPresent();
    }

    /** Judges a request by its ID and octets; changes nothing. */
    public Verdict judge(long id, Bytes request) {
        Optional<Reply> reply = reply(id);
        if (reply.isPresent()) {
            return reply.get().request().equals(request) ? Verdict.REPEATED : Verdict.STRANGE;
        }
        if (answering.contains(id)) {
            return Verdict.BUSY;
        }
        return id >= dueId && id < dueId + theirs() ? Verdict.DUE : Verdict.STRANGE;
    }

    /** The request under {@code id}, which was due, is authenticated and being answered. */
    public void answering(long id) {
        answering = Few.with(answering, id);
    }

    /** Nothing will answer the request that was being answered: it may come again. */
    public void released(long id) {
        answering = Few.minus(answering, id);
    }

    private Optional<Reply> reply(long id) {
        for (Reply each : replies) {
            if (each.id() == id) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The request was answered. The answer is kept until the peer must have it: until as many later ones as the window holds are answered. */
    public void answered(long id, Bytes request, List<Datagram> reply, long now) {
        released(id);
        replies = Few.with(replies, new Reply(id, request, reply, now));
        while (reply(dueId).isPresent()) {
            dueId++;
        }
        long last = replies.stream().mapToLong(Reply::id).max().orElse(id);
        replies = Few.without(replies, each -> each.id() <= last - theirs());
    }

    /** Answers that are kept for repeated requests. */
    public int kept() {
        return replies.size();
    }

    /** The cached answer, to go to where the repeated request came from; nothing if the last copy has only just gone. */
    public List<Datagram> replay(long id, Datagram repeated, long now) {
        Optional<Reply> reply = reply(id).filter(each -> now - each.at() >= Defaults.REPLAY_GAP_MILLIS);
        reply.ifPresent(each -> replies = Few.with(
                Few.without(replies, same -> same.id() == id), new Reply(id, each.request(), each.datagrams(), now)));
        return reply.map(each -> each.datagrams().stream()
                        .map(datagram -> repeated.reply(datagram.octets()))
                        .toList())
                .orElse(List.of());
    }
}
