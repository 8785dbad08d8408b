package dev.gantry.testkit.property;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Runs a {@link Property} on its inputs. */
final class PropertyExtension implements InvocationInterceptor, ParameterResolver {

    private static final String ONE_SEED = "gantry.seed";

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call,
            ExtensionContext context)
            throws Throwable {
        invocation.skip();
        Method method = call.getExecutable();
        method.setAccessible(true);
        Property property = method.getAnnotation(Property.class);
        String only = System.getProperty(ONE_SEED);
        if (only != null) {
            once(context.getRequiredTestInstance(), method, Long.parseLong(only));
            return;
        }
        long first = property.seed() != 0 ? property.seed() : System.nanoTime() % 1_000_000_000L;
        for (int i = 0; i < property.tries(); i++) {
            once(context.getRequiredTestInstance(), method, first + i);
        }
    }

    private static void once(Object instance, Method method, long seed) throws Throwable {
        Dice dice = new Dice(seed);
        Object[] arguments =
                Arrays.stream(method.getParameters()).map(p -> generate(p, method, dice)).toArray();
        try {
            method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof TestAbortedException) {
                return;
            }
            throw new AssertionError(
                    "property "
                            + method.getName()
                            + " fails for seed "
                            + seed
                            + " (repeat with -D"
                            + ONE_SEED
                            + "="
                            + seed
                            + "): "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private static Object generate(Parameter parameter, Method property, Dice dice) {
        if (parameter.getType() == Dice.class) {
            return dice;
        }
        for (Class<?> c = property.getDeclaringClass(); c != null; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Generator.class)
                        && method.getReturnType() == parameter.getType()) {
                    return make(method, dice);
                }
            }
        }
        throw new IllegalStateException("no @Generator for " + parameter.getType().getName());
    }

    private static Object make(Method generator, Dice dice) {
        try {
            generator.setAccessible(true);
            return generator.invoke(null, dice);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generator " + generator.getName() + " failed", e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable().isAnnotationPresent(Property.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return generate(parameter.getParameter(), context.getRequiredTestMethod(), new Dice(0));
    }
}
