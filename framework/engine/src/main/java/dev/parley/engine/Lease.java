package dev.parley.engine;

import dev.parley.isakmp.conversation.Turn;
import dev.parley.isakmp.extension.Departed;
import dev.parley.isakmp.extension.Extension;
import dev.parley.isakmp.extension.ExtensionPoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Lends what a bundle contributed, until it leaves: then every call through the lease, and through what it returned, throws
 * {@link Departed}, and nothing holds the bundle's classes any more.
 *
 * <p>What a call returns is lent too if it is behaviour: a {@link Turn}'s reply, or an interface of ours that neither a record
 * nor an enum implements, alone or in a list or an optional. All else is a value.
 */
final class Lease {
    private final String point;
    private final String key;
    private final int preference;
    private final Set<Held<?>> held = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean ended;

    /** @param target what is lent; it is asked for its key and preference once */
    Lease(String point, Extension target) {
        this.point = point;
        this.key = target.key();
        this.preference = target.preference();
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(target.getClass().getName() + " has no key");
        }
    }

    String key() {
        return key;
    }

    int preference() {
        return preference;
    }

    /** {@code target} as seen through this lease. */
    <E> E lend(Class<E> type, E target) {
        return type.cast(proxy(type, target));
    }

    /** Whether {@code extension} came from a lease that has ended. */
    static boolean departed(Object extension) {
        return Proxy.isProxyClass(extension.getClass())
                && Proxy.getInvocationHandler(extension) instanceof Handler handler
                && handler.target.gone();
    }

    synchronized void end() {
        ended = true;
        held.forEach(Held::drop);
        held.clear();
    }

    private Object proxy(Class<?> type, Object target) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Handler(type, hold(target)));
    }

    private synchronized <T> Held<T> hold(T target) {
        Held<T> holder = new Held<>(target);
        if (ended) {
            holder.drop();
        } else {
            held.add(holder);
        }
        return holder;
    }

    private Object lent(Type declared, Object result) {
        if (result instanceof Turn<?> turn) {
            return lentTurn(turn);
        }
        if (declared instanceof Class<?> type && isBehaviour(type, result)) {
            return proxy(type, result);
        }
        if (declared instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            if (result instanceof Collection<?> several && raw.isAssignableFrom(List.class)) {
                return several.stream().map(one -> lentElement(generic, one)).toList();
            }
            if (result instanceof Optional<?> maybe) {
                return maybe.map(one -> lentElement(generic, one));
            }
            return isBehaviour(raw, result) ? proxy(raw, result) : result;
        }
        return result;
    }

    private Object lentElement(ParameterizedType container, Object element) {
        Type declared = container.getActualTypeArguments()[0];
        return lent(declared, element);
    }

    private <R> Turn<R> lentTurn(Turn<R> turn) {
        if (turn instanceof Turn.Say<R> say) {
            Held<Turn.Reply<R>> reply = hold(say.reply());
            return Turn.say(say.message().orElseThrow(), heard -> {
                Turn<R> next = reply.get().hear(heard);
                reply.get();
                return next == null ? null : lentTurn(next);
            });
        }
        return turn;
    }

    /** The methods of a type that can return nothing but a value: most of them, and to look at each result would cost more. */
    private static final ClassValue<Set<Method>> VALUES = new ClassValue<>() {
        @Override
        protected Set<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getMethods())
                    .filter(method -> isValue(method.getGenericReturnType()))
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    /** Whether nothing else can be declared so: a final class, a sealed family of ours, or a list or an optional of such. */
    private static boolean isValue(Type declared) {
        if (declared instanceof ParameterizedType generic) {
            return (generic.getRawType() == List.class || generic.getRawType() == Optional.class)
                    && isValue(generic.getActualTypeArguments()[0]);
        }
        return declared instanceof Class<?> type
                && type != Turn.class
                && (type.isPrimitive() || type.isSealed() || Modifier.isFinal(type.getModifiers()));
    }

    private static boolean isBehaviour(Class<?> type, Object result) {
        return result != null
                && type.isInterface()
                && !type.isSealed()
                && !type.getName().startsWith("java.")
                && !result.getClass().isRecord()
                && !(result instanceof Enum<?>);
    }

    /** The one reference to a thing that may leave. */
    private final class Held<T> {
        private volatile T target;

        Held(T target) {
            this.target = target;
        }

        T get() {
            T present = target;
            if (present == null) {
                throw new Departed(point, key);
            }
            return present;
        }

        boolean gone() {
            return target == null;
        }

        void drop() {
            target = null;
        }
    }

    private final class Handler implements InvocationHandler {
        private final Class<?> type;
        private final Set<Method> values;
        private final Held<?> target;

        Handler(Class<?> type, Held<?> target) {
            this.type = type;
            this.values = VALUES.get(type);
            this.target = target;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return object(proxy, method, arguments);
            }
            if (method.getDeclaringClass() == Extension.class && type.isAnnotationPresent(ExtensionPoint.class)) {
                return method.getName().equals("key") ? key : (Object) preference;
            }
            Object result;
            try {
                result = method.invoke(target.get(), arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
            target.get();
            return values.contains(method) ? result : lent(method.getGenericReturnType(), result);
        }

        /** The hash is that of the name: an identity would order hash tables differently in each run of a simulation. */
        private Object object(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> point.hashCode() * 31 + key.hashCode();
                default -> point + " " + key;
            };
        }
    }
}
