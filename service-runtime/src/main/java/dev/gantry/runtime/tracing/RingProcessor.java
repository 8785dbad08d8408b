package dev.gantry.runtime.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;

/** Puts each finished span into the ring. */
final class RingProcessor implements SpanProcessor {

    private static final AttributeKey<String> OBJECT = AttributeKey.stringKey(Traces.OBJECT);

    private final String service;
    private final TraceRing ring;

    RingProcessor(String service, TraceRing ring) {
        this.service = service;
        this.ring = ring;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        SpanData data = span.toSpanData();
        String object = data.getAttributes().get(OBJECT);
        boolean failed = data.getStatus().getStatusCode() == StatusCode.ERROR;
        ring.add(
                new TraceStep(
                        data.getTraceId(),
                        data.getSpanId(),
                        data.getParentSpanContext().isValid() ? data.getParentSpanId() : "",
                        service,
                        data.getName(),
                        object == null ? "" : object,
                        Instant.ofEpochSecond(0, data.getStartEpochNanos()),
                        data.getEndEpochNanos() - data.getStartEpochNanos(),
                        failed ? data.getStatus().getDescription() : ""));
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
