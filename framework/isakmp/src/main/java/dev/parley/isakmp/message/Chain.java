package dev.parley.isakmp.message;

import java.util.List;

/** Payloads in order of arrival, and what the last one's Next Payload field said (0, or what is inside a payload that ends its chain). */
public record Chain(List<Payload> payloads, int next) {
    public Chain {
        payloads = List.copyOf(payloads);
    }
}
