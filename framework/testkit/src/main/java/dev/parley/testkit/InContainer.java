package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the test methods of a class inside a {@link Container}, one a class: the class is loaded anew by a bundle that imports
 * whatever it names, so a test sees the bundles' classes and not the class path's. Methods may take a
 * {@link org.osgi.framework.BundleContext}; parameters must be of the JDK or of OSGi. Fields and {@code @BeforeEach} of the
 * outer copy are not seen inside.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContainerExtension.class)
public @interface InContainer {}
