package dev.parley.operate.spi;

import dev.parley.isakmp.conversation.RandomSource;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a scene is given. */
@ProviderType
public interface Backstage {
    RandomSource random();

    /** So many different UDP ports of 127.0.0.1 that nobody has. */
    List<Integer> freePorts(int count) throws IOException;
}
