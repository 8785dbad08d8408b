package dev.gantry.runtime.tracing;

import dev.gantry.runtime.launch.ServiceName;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** A tracer whose spans end in the ring. */
@AutoConfiguration
@EnableConfigurationProperties(TracingSettings.class)
class TracingConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TraceRing traceRing(TracingSettings settings) {
        return new TraceRing(settings.steps());
    }

    @Bean
    SdkTracerProvider tracerProvider(
            ServiceName service, TracingSettings settings, TraceRing ring) {
        return SdkTracerProvider.builder()
                .setSampler(
                        settings.enabled()
                                ? Sampler.parentBased(Sampler.alwaysOn())
                                : Sampler.alwaysOff())
                .addSpanProcessor(new RingProcessor(service.module(), ring))
                .build();
    }

    @Bean
    Tracer tracer(SdkTracerProvider provider) {
        return new OtelTracer(provider.get("dev.gantry"), new OtelCurrentTraceContext(), e -> {});
    }

    @Bean
    Propagator propagator(SdkTracerProvider provider) {
        return new OtelPropagator(
                ContextPropagators.create(W3CTraceContextPropagator.getInstance()),
                provider.get("dev.gantry"));
    }

    @Bean
    Traces traces(Tracer tracer, Propagator propagator) {
        return new Traces(tracer, propagator);
    }
}
