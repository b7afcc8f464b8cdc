package dev.parley.examples.tenminutes;

import dev.parley.crypto.Traits;
import dev.parley.isakmp.extension.Contributes;
import dev.parley.isakmp.extension.Contribution;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.wire.Bytes;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Contributes X448 (RFC 7748 section 6.2, base point 5) under a name of one's own. */
@Component
@Contributes(point = "key-exchange", key = "my-kex")
public final class MyKexComponent implements Contribution {
    static final MyKex METHOD = new MyKex("my-kex", Traits.fixed(56, 56), Bytes.concat(Bytes.of(5), Bytes.zeros(55)));

    @Override
    public List<Extension> extensions() {
        return List.of(METHOD);
    }
}
