package dev.parley.isakmp.extension;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an interface as a place where bundles add something, and names it for manifests and for people. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExtensionPoint {
    /** The point's name, lower case with hyphens, for example {@code key-exchange}. */
    String value();

    /** Whether several extensions with one key are all used ({@code true}) or one is chosen and the others are its twins. */
    boolean all() default false;
}
