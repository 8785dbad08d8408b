package dev.gantry.runtime.metrics;

import dev.gantry.runtime.http.RequestCallers;
import dev.gantry.runtime.tracing.TraceRing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The registry and its page. */
@AutoConfiguration
@EnableConfigurationProperties(MetricsSettings.class)
class MetricsConfiguration {

    @Bean
    @ConditionalOnMissingBean(MeterRegistry.class)
    PrometheusMeterRegistry meterRegistry(MetricsSettings settings) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        if (settings.jvm()) {
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ClassLoaderMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
            new FileDescriptorMetrics().bindTo(registry);
        }
        return registry;
    }

    @Bean
    ServletRegistrationBean<MetricsServlet> metricsServlet(
            MeterRegistry registry, RequestCallers callers) {
        return new ServletRegistrationBean<>(new MetricsServlet(registry, callers), "/metrics");
    }

    @Bean
    ServletRegistrationBean<TraceServlet> traceServlet(TraceRing ring, RequestCallers callers) {
        return new ServletRegistrationBean<>(new TraceServlet(ring, callers), "/debug/traces");
    }
}
