package dev.parley.operate.config;

import dev.parley.engine.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/** Reads the engine's limits: a field for each of its record's components, so that a new limit needs no word here. */
final class LimitsReader {
    private LimitsReader() {}

    static Limits read(Value value) {
        return value.object().flatMap(fields -> read(value, fields)).orElse(Limits.DEFAULT);
    }

    private static Optional<Limits> read(Value value, Fields fields) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(components[i], fields);
        }
        fields.end();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return Optional.of(Limits.class.getConstructor(types).newInstance(arguments));
        } catch (InvocationTargetException e) {
            return value.wrong(e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object component(RecordComponent component, Fields fields) {
        boolean small = component.getType() == int.class;
        Optional<Long> given = fields.take(component.getName())
                .flatMap(value -> value.number(0, small ? Integer.MAX_VALUE : Long.MAX_VALUE));
        if (given.isEmpty()) {
            return standard(component);
        }
        return small ? (Object) given.get().intValue() : given.get();
    }

    private static Object standard(RecordComponent component) {
        try {
            return component.getAccessor().invoke(Limits.DEFAULT);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
