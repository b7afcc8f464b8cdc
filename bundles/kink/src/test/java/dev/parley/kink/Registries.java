package dev.parley.kink;

import dev.parley.isakmp.doi.DomainOfInterpretation;
import dev.parley.isakmp.message.PayloadRegistry;
import dev.parley.isakmp.payload.IsakmpPayloads;
import dev.parley.kink.message.KinkPayloads;
import java.util.List;

/** The payload registry as a catalog with the core's and KINK's payloads would make it. */
public final class Registries {
    private Registries() {}

    public static PayloadRegistry with(DomainOfInterpretation... domains) {
        return PayloadRegistry.of(List.of(new IsakmpPayloads(), new KinkPayloads()), List.of(domains));
    }
}
