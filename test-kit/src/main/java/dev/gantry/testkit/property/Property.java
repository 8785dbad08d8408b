package dev.gantry.testkit.property;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that must hold for every input. The method runs {@link #tries()} times on one instance of
 * its class; set-up methods run once.
 *
 * <p>A parameter is a {@link Dice}, or of a type for which the test class has a static method
 * annotated with {@link Generator} that takes a Dice. A failure says which seed it was; {@code
 * -Dgantry.seed=N} runs exactly that input.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(PropertyExtension.class)
public @interface Property {

    /** How many inputs. */
    int tries() default 100;

    /** The first seed; 0 chooses one at random. */
    long seed() default 0;
}
