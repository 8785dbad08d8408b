package dev.gantry.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.runtime.launch.ServiceName;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final TracingConfiguration WIRING = new TracingConfiguration();

    private static Traces traces(ServiceName service, TraceRing ring) {
        SdkTracerProvider provider =
                WIRING.tracerProvider(service, new TracingSettings(true, 100), ring);
        return WIRING.traces(WIRING.tracer(provider), WIRING.propagator(provider));
    }

    @Test
    void whatAChangeSetOffIsFoundByTheObjectItReached() {
        TraceRing ring = new TraceRing(100);
        Traces gateway = traces(ServiceName.API_GATEWAY, ring);
        String parent;
        try (Traces.Step request = gateway.begin("POST pods", null)) {
            parent = gateway.current();
            assertThat(request).isNotNull();
        }
        Traces scheduler = traces(ServiceName.SCHEDULING, ring);
        try (Traces.Step step = scheduler.begin("bind", parent).about("pods", "default", "web-1")) {
            assertThat(scheduler.current()).startsWith(parent.substring(0, 36));
            step.failed(new IllegalStateException("no room"));
        }
        List<TraceStep> steps = ring.about("pods/default/web-1");
        assertThat(steps).extracting(TraceStep::name).containsExactly("POST pods", "bind");
        assertThat(steps)
                .extracting(TraceStep::service)
                .containsExactly("api-gateway", "scheduling-service");
        assertThat(steps.get(1).parentId()).isEqualTo(steps.get(0).spanId());
        assertThat(steps.get(1).error()).isEqualTo("no room");
        assertThat(gateway.current()).isNull();
    }

    @Test
    void theRingForgetsTheOldest() {
        TraceRing ring = new TraceRing(2);
        for (String name : List.of("a", "b", "c")) {
            ring.add(new TraceStep(name, name, "", "s", name, name, Instant.EPOCH, 1, ""));
        }
        assertThat(ring.about("a")).isEmpty();
        assertThat(ring.about("b")).hasSize(1);
        assertThat(ring.about("c")).hasSize(1);
    }
}
