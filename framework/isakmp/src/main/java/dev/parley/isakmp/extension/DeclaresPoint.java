package dev.parley.isakmp.extension;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/** Declares in the manifest that a bundle defines extension points: capabilities {@code parley.point;point=…}. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Repeatable(DeclaresPoint.List.class)
@Capability(
        namespace = "parley.point",
        attribute = {"point=${#value}"})
public @interface DeclaresPoint {
    /** The name of the {@link ExtensionPoint}. */
    String value();

    /** Holds several. */
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.TYPE, ElementType.PACKAGE})
    @interface List {
        DeclaresPoint[] value();
    }
}
