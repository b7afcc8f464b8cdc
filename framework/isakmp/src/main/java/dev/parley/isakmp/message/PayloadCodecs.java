package dev.parley.isakmp.message;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Payload codecs that a bundle adds to a number space, its own or another's. */
@ConsumerType
@ExtensionPoint(value = "payload-codecs", all = true)
public interface PayloadCodecs extends Extension {
    NumberSpace space();

    List<PayloadCodec<?>> codecs();

    /** The generic header of the number space, said by who owns the space; empty from who adds payloads to another's. */
    default Optional<GenericHeader> header() {
        return Optional.empty();
    }
}
