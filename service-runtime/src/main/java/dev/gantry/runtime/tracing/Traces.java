package dev.gantry.runtime.tracing;

import dev.gantry.client.trace.Steps;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records the steps of this service. A step that begins within another on the same thread is part
 * of it; one that continues what another service began is given that one's {@code traceparent}.
 *
 * <pre>{@code
 * try (Traces.Step step = traces.begin("bind pod", traceParent).about("pods", "default", "web-1")) {
 *   ...
 * }
 * }</pre>
 */
public final class Traces implements Steps {

    static final String OBJECT = "gantry.object";
    private static final String HEADER = "traceparent";

    private final Tracer tracer;
    private final Propagator propagator;

    public Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** Records nothing. */
    public static Traces none() {
        return new Traces(Tracer.NOOP, Propagator.NOOP);
    }

    @Override
    public Step begin(String name, @Nullable String traceParent) {
        Span span =
                traceParent == null
                        ? tracer.nextSpan().name(name).start()
                        : following(traceParent).name(name).start();
        return new Step(span, tracer.withSpan(span));
    }

    private Span.Builder following(String traceParent) {
        return propagator.extract(traceParent, (t, key) -> key.equals(HEADER) ? t : null);
    }

    @Override
    public void record(String name, String traceParent, String object, Instant from, Instant to) {
        Span span =
                following(traceParent)
                        .name(name)
                        .tag(OBJECT, object)
                        .startTimestamp(nanos(from), TimeUnit.NANOSECONDS)
                        .start();
        span.end(nanos(to), TimeUnit.NANOSECONDS);
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    @Override
    public @Nullable String current() {
        Span span = tracer.currentSpan();
        if (span == null || span.isNoop()) {
            return null;
        }
        TraceContext context = span.context();
        String flags = Boolean.FALSE.equals(context.sampled()) ? "00" : "01";
        return "00-" + context.traceId() + "-" + context.spanId() + "-" + flags;
    }

    /** A step that is going on. */
    public static final class Step implements Steps.Step {
        private final Span span;
        private final Tracer.SpanInScope scope;

        private Step(Span span, Tracer.SpanInScope scope) {
            this.span = span;
            this.scope = scope;
        }

        @Override
        public Step about(String groupResource, String namespace, String name) {
            span.tag(OBJECT, Steps.object(groupResource, namespace, name));
            return this;
        }

        @Override
        public Step named(String name) {
            span.name(name);
            return this;
        }

        @Override
        public Step failed(Throwable error) {
            span.error(error);
            return this;
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
