package dev.gantry.runtime.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
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
public final class Traces {

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

    /**
     * Begins a step on the calling thread, where it must be closed too.
     *
     * @param traceParent W3C trace context of what caused it; null for the thread's own, if any
     */
    public Step begin(String name, @Nullable String traceParent) {
        Span span =
                traceParent == null
                        ? tracer.nextSpan().name(name)
                        : propagator
                                .extract(traceParent, (t, key) -> key.equals(HEADER) ? t : null)
                                .name(name)
                                .start();
        if (traceParent == null) {
            span.start();
        }
        return new Step(span, tracer.withSpan(span));
    }

    /** The W3C trace context of the calling thread, null for none. */
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
    public static final class Step implements AutoCloseable {
        private final Span span;
        private final Tracer.SpanInScope scope;

        private Step(Span span, Tracer.SpanInScope scope) {
            this.span = span;
            this.scope = scope;
        }

        /** Names the object that the step is about. */
        public Step about(String groupResource, String namespace, String name) {
            String where = namespace.isEmpty() ? name : namespace + "/" + name;
            span.tag(OBJECT, groupResource + "/" + where);
            return this;
        }

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
