/** What a service counts, at {@code /metrics} in Prometheus' text form. */
@NullMarked
package dev.gantry.runtime.metrics;

import org.jspecify.annotations.NullMarked;
