package dev.parley.isakmp.exchange;

import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.doi.NotifyType;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.message.IsakmpHeader;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.payload.DeletePayload;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.isakmp.payload.NotificationPayload;
import dev.parley.isakmp.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Informational exchange: one message that says what has happened, answered by nobody (RFC 2408 section 4.8), and what sections
 * 5.14 and 5.15 demand of what comes in it.
 */
public final class Informational {
    /** The DOI of what concerns ISAKMP whatever the DOI (section 3.14). */
    public static final long GENERIC_DOI = 0;

    private static final PayloadRegistry PLAIN = PayloadRegistry.of(List.of(new IsakmpPayloads()));

    /** Any number but 0: it belongs to no exchange that could be mistaken for it. */
    private static final long MESSAGE_ID = 1;

    /** Whether an SPI is one of an SA that there is. */
    @FunctionalInterface
    public interface KnownSpis {
        boolean known(int protocol, Bytes spi);
    }

    /** What is worth acting upon, and what was discarded and why. */
    public record Heard(
            List<NotificationPayload> notifications, List<DeletePayload> deletions, List<NegotiationEvent> discarded) {
        public Heard {
            notifications = List.copyOf(notifications);
            deletions = List.copyOf(deletions);
            discarded = List.copyOf(discarded);
        }
    }

    private Informational() {}

    /** Says in the clear what is wrong with a message: it proves nothing, and who hears it takes it for a hint. */
    public static Bytes clear(Bytes initiatorCookie, Bytes responderCookie, long doi, int notifyType) {
        return IsakmpMessage.compose(
                initiatorCookie,
                responderCookie,
                IsakmpExchanges.INFORMATIONAL.number(),
                0,
                MESSAGE_ID,
                List.of(notification(initiatorCookie, responderCookie, doi, notifyType, Bytes.EMPTY)),
                PLAIN);
    }

    /** A notification about the ISAKMP SA, whose SPI is both cookies. */
    public static NotificationPayload notification(
            Bytes initiatorCookie, Bytes responderCookie, long doi, int notifyType, Bytes data) {
        return new NotificationPayload(
                doi, DomainOfInterpretation.ISAKMP, Bytes.concat(initiatorCookie, responderCookie), notifyType, data);
    }

    /** Judges each payload by itself; what fails is discarded alone. */
    public static Heard hear(IsakmpMessage message, PayloadRegistry registry, KnownSpis spis) {
        List<NotificationPayload> notifications = new ArrayList<>();
        List<DeletePayload> deletions = new ArrayList<>();
        List<NegotiationEvent> discarded = new ArrayList<>();
        message.all(NotificationPayload.class)
                .forEach(said ->
                        fault(said, registry, spis).ifPresentOrElse(discarded::add, () -> notifications.add(said)));
        message.all(DeletePayload.class)
                .forEach(said -> unprotected(message)
                        .or(() -> domain(said.doi(), said.protocol(), registry))
                        .ifPresentOrElse(
                                discarded::add,
                                () -> known(said, spis, discarded).ifPresent(deletions::add)));
        return new Heard(notifications, deletions, discarded);
    }

    /** Section 5.14. */
    private static Optional<NegotiationEvent> fault(
            NotificationPayload said, PayloadRegistry registry, KnownSpis spis) {
        Optional<NegotiationEvent> foreign = domain(said.doi(), said.protocol(), registry);
        if (foreign.isPresent()) {
            return foreign;
        }
        boolean own = said.protocol() == DomainOfInterpretation.ISAKMP
                && said.spi().length() <= 2 * IsakmpHeader.COOKIE_OCTETS;
        if (!own && !spis.known(said.protocol(), said.spi())) {
            return event("invalid-spi", "a notification about SPI " + said.spi() + ", which no SA has");
        }
        boolean known = registry.doi(said.doi())
                .map(doi -> doi.knowsNotifyType(said.notifyType()))
                .orElseGet(() -> NotifyType.isKnown(said.notifyType()));
        return known
                ? Optional.empty()
                : event("invalid-message-type", "notify message type " + said.notifyType() + " is not known");
    }

    private static Optional<NegotiationEvent> domain(long doi, int protocol, PayloadRegistry registry) {
        Optional<DomainOfInterpretation> interpreter = registry.doi(doi);
        if (doi != GENERIC_DOI && interpreter.isEmpty()) {
            return event("invalid-doi", "DOI " + doi + " is not supported");
        }
        boolean supported = protocol == DomainOfInterpretation.ISAKMP
                || interpreter
                        .filter(each -> each.spiOctets(protocol).isPresent())
                        .isPresent();
        return supported
                ? Optional.empty()
                : event("invalid-protocol-id", "Protocol-ID " + protocol + " is not supported in DOI " + doi);
    }

    /** Section 5.15: only who has keys may delete. */
    private static Optional<NegotiationEvent> unprotected(IsakmpMessage message) {
        boolean protectedSomehow = message.encrypted() || message.header().has(IsakmpFlags.AUTHENTICATION_ONLY);
        return protectedSomehow ? Optional.empty() : event("unprotected-delete", "a deletion in the clear");
    }

    /** The SPIs that there are, if any. */
    private static Optional<DeletePayload> known(DeletePayload said, KnownSpis spis, List<NegotiationEvent> discarded) {
        List<Bytes> known = new ArrayList<>();
        for (Bytes spi : said.spis()) {
            if (spis.known(said.protocol(), spi)) {
                known.add(spi);
            } else {
                event("invalid-spi", "a deletion of SPI " + spi + ", which no SA has")
                        .ifPresent(discarded::add);
            }
        }
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeletePayload(said.doi(), said.protocol(), said.spiOctets(), known));
    }

    private static Optional<NegotiationEvent> event(String name, String why) {
        return Optional.of(new NegotiationEvent(Kind.IGNORED, name, why + ": discarded (RFC 2408 section 5.14, 5.15)"));
    }
}
