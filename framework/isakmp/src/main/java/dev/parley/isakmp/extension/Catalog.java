package dev.parley.isakmp.extension;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/** An immutable snapshot of what is contributed now. An exchange keeps the one it began with. */
@ProviderType
public interface Catalog {
    /** The extensions in use at {@code point}: by preference, then service ranking, then lowest bundle id. */
    <E extends Extension> List<E> all(Class<E> point);

    /**
     * The extension in use under {@code key}: of the bundle that came with it first, unless the host prefers another. It is empty
     * while that bundle is away, whoever else has the key.
     */
    <E extends Extension> Optional<E> find(Class<E> point, String key);

    /** Extensions with the same key that are present but shadowed by the one in use. */
    <E extends Extension> List<E> twins(Class<E> point, String key);

    /**
     * What {@code make} makes of this snapshot. It is remembered under {@code key} for as long as the snapshot is, so it must
     * follow from both alone.
     *
     * @param key a value of a type that is its user's own, so that nobody else has it
     */
    <T> T derived(Object key, Function<Catalog, T> make);
}
