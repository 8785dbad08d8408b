package dev.gantry.runtime.metrics;

import dev.gantry.runtime.http.RequestCallers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Prometheus' text form of the registry; nothing of another registry. */
final class MetricsServlet extends InsideServlet {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final transient MeterRegistry registry;

    MetricsServlet(MeterRegistry registry, RequestCallers callers) {
        super(callers);
        this.registry = registry;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(TEXT);
        if (registry instanceof PrometheusMeterRegistry prometheus) {
            prometheus.scrape(response.getOutputStream(), TEXT);
        }
    }
}
