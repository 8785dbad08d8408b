package dev.gantry.runtime.tracing;

import java.time.Instant;

/**
 * One finished step of a trace.
 *
 * @param parentId of the step that it is part of; empty for the first
 * @param object what it is about, {@code pods/default/web-1}; empty for nothing
 * @param error what went wrong; empty for nothing
 */
public record TraceStep(
        String traceId,
        String spanId,
        String parentId,
        String service,
        String name,
        String object,
        Instant start,
        long durationNanos,
        String error) {}
