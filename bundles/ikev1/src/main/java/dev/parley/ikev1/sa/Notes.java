package dev.parley.ikev1.sa;

import dev.parley.isakmp.conversation.Refusal;
import dev.parley.isakmp.event.NegotiationEvent;
import dev.parley.isakmp.event.NegotiationEvent.Kind;
import dev.parley.isakmp.event.Text;
import dev.parley.isakmp.message.Payload;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.negotiation.Effect;
import java.util.List;

/** What observers are told. */
public final class Notes {
    private Notes() {}

    /** Something of interest. */
    public static Effect of(Kind kind, String name, String text) {
        return new Effect.Emit(new NegotiationEvent(kind, name, text));
    }

    /** Something that was said or heard, in the notation of RFC 2409 section 3.2. */
    public static Effect message(
            Kind kind, String name, String what, String header, List<Payload> payloads, PayloadRegistry registry) {
        return new Effect.Emit(new NegotiationEvent(
                kind,
                name,
                Text.later(() -> what + ": " + header
                        + String.join(
                                "",
                                payloads.stream()
                                        .map(each -> ", " + registry.describe(each))
                                        .toList()))));
    }

    /** One side said no. */
    public static Effect refused(String name, Refusal refusal) {
        return new Effect.Emit(new NegotiationEvent(Kind.REFUSED, name, refusal.getMessage(), refusal.detail()));
    }

    /** Something arrived and is not acted upon. */
    public static Effect ignored(String name, String why) {
        return of(Kind.IGNORED, name, why);
    }
}
