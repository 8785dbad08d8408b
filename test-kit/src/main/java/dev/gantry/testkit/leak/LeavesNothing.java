package dev.gantry.testkit.leak;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * After the class, the platform threads, child processes and whatever its {@link Leftovers} find
 * must be what they were before it; they get ten seconds for that.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LeakExtension.class)
public @interface LeavesNothing {

    /** Prefixes of thread names that may stay: pools of libraries that live as long as the JVM. */
    String[] threadsThatMayStay() default {};

    /** What else to look at: containers, networks, mounts, rules. */
    Class<? extends Leftovers>[] also() default {};
}
