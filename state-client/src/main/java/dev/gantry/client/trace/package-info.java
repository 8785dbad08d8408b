/**
 * What a change set off, followed from service to service: the trace of the change that an informer
 * is telling, and the recording of steps. Services record through {@code service-runtime}; what is
 * here knows no tracer.
 */
@NullMarked
package dev.gantry.client.trace;

import org.jspecify.annotations.NullMarked;
