package dev.gantry.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class the run's one cluster: a {@link TestCluster} parameter, and a {@link
 * TestNamespace} of its own that is removed at the end. A failed test leaves a bundle of what was
 * going on below {@code target/e2e}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface SharedCluster {}
