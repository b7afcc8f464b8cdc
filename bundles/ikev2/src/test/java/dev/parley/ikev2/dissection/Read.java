package dev.parley.ikev2.dissection;

import dev.parley.ciphers.CiphersComponent;
import dev.parley.engine.CatalogTracker;
import dev.parley.ikev2.Ikev2Component;
import dev.parley.isakmp.dissection.Dissection;
import dev.parley.isakmp.dissection.Dissector;
import dev.parley.isakmp.dissection.Field;
import dev.parley.isakmp.dissection.KeyTables;
import dev.parley.isakmp.dissection.Overheard;
import dev.parley.isakmp.dissection.Reading;
import dev.parley.isakmp.extension.Catalog;
import dev.parley.isakmp.negotiation.Endpoint;
import dev.parley.isakmp.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** IKEv2's dissector as the host finds it. */
final class Read {
    private static final Endpoint NOWHERE = new Endpoint(Bytes.zeros(4), 0, false);

    private Read() {}

    static Catalog catalog() {
        CatalogTracker tracker = new CatalogTracker();
        tracker.add(new Ikev2Component());
        tracker.add(new CiphersComponent());
        return tracker.catalog();
    }

    static Reading with(String... lines) throws IOException {
        return catalog().find(Dissector.class, "ikev2").orElseThrow().open(table(List.of(lines)), catalog());
    }

    static KeyTables table(List<String> lines) {
        return name -> name.equals("ikev2_decryption_table")
                ? Optional.of(new ByteArrayInputStream(String.join("\n", lines).getBytes()))
                : Optional.empty();
    }

    static Dissection one(Reading reading, Bytes message) {
        return reading.read(new Overheard(0, NOWHERE, NOWHERE, message)).orElseThrow();
    }

    static Optional<Dissection> any(Reading reading, Bytes message) {
        return reading.read(new Overheard(0, NOWHERE, NOWHERE, message));
    }

    /** All fields of all layers, whatever their depth. */
    static Stream<Field> fields(Dissection dissection) {
        return dissection.layers().stream()
                .flatMap(layer -> layer.fields().stream())
                .flatMap(Read::within);
    }

    private static Stream<Field> within(Field field) {
        return Stream.concat(Stream.of(field), field.parts().stream().flatMap(Read::within));
    }
}
