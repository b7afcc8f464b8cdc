package dev.parley.isakmp.message;

import dev.parley.isakmp.conversation.NumberSpace;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Payload codecs that a bundle adds to a number space, its own or another's. */
@ConsumerType
@ExtensionPoint(value = "payload-codecs", all = true)
public interface PayloadCodecs extends Extension {
    NumberSpace space();

    List<PayloadCodec<?>> codecs();
}
