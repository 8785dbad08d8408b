/**
 * Kinds that are defined at run time: reads CustomResourceDefinitions off the watch cache, serves
 * what they define through the pipeline of every other kind, and holds their objects to their
 * rules. {@code schema} knows schemas, {@code definition} the definitions' own life. Kubernetes:
 * "Custom Resources".
 */
@NullMarked
package dev.gantry.state.customresource;

import org.jspecify.annotations.NullMarked;
