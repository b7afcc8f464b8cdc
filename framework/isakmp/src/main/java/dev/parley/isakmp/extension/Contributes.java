package dev.parley.isakmp.extension;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/**
 * Declares in the manifest what a bundle will contribute, so that it can be read before the bundle is started. It becomes a
 * capability {@code parley.extension;point=…;key=…}. A test compares it with what the running {@link Contribution} says.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(Contributes.List.class)
@Capability(
        namespace = "parley.extension",
        attribute = {"point=${#point}", "key:List<String>=\"${#key}\""})
public @interface Contributes {
    /** The name of the {@link ExtensionPoint}. */
    String point();

    /** The {@link Extension#key keys} contributed to it. */
    String[] key();

    /** Holds several. */
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.TYPE)
    @interface List {
        Contributes[] value();
    }
}
