package dev.gantry.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Marks the root class of a service. Imports exactly what stands in {@code
 * META-INF/spring/dev.gantry.runtime.GantryService.imports} and nothing that happens to be on the
 * class path; what a service needs beyond that it lists in an {@code @ImportAutoConfiguration} of
 * its own. The root class adds {@code @ComponentScan} for its package.
 *
 * <p>Beans that a service may inject: {@code StateDoor}, {@code StateClient}, {@code StateAccess}
 * (to speak as a node), {@code ChangeLog} where one is configured, {@code InformerFactory}, {@code
 * MeterRegistry}, {@code Clock}, {@code Tracing}, {@code TraceRing}, {@code Certificates}, {@code
 * Endpoints}, {@code ServiceName}. Servlets and filters become part of the listener; a {@code
 * HealthIndicator} counts for {@code /readyz}. What a launcher registers before wins.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration
public @interface GantryService {}
