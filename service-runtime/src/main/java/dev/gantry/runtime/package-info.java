/**
 * What every service is built on: a root class annotated with {@link GantryService} is a Spring
 * context with settings, a listener with mutual TLS, health, metrics, a trace and access to the
 * state service.
 */
@NullMarked
package dev.gantry.runtime;

import org.jspecify.annotations.NullMarked;
