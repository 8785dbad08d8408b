package dev.gantry.runtime.metrics;

import dev.gantry.api.json.Json;
import dev.gantry.runtime.http.RequestCallers;
import dev.gantry.runtime.tracing.TraceRing;
import dev.gantry.runtime.tracing.TraceStep;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps that this process knows, as JSON: of every trace in which {@code
 * ?object=pods/default/web-1} occurs, or of the traces {@code ?trace=ID,ID}.
 */
final class TraceServlet extends InsideServlet {

    private final transient TraceRing ring;

    TraceServlet(TraceRing ring, RequestCallers callers) {
        super(callers);
        this.ring = ring;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ObjectNode document = Json.object();
        ArrayNode steps = document.putArray("steps");
        asked(request).forEach(step -> steps.add(render(step)));
        response.setContentType("application/json");
        response.getOutputStream().write(Json.bytes(document));
    }

    private List<TraceStep> asked(HttpServletRequest request) {
        String traces = request.getParameter("trace");
        if (traces != null) {
            return ring.of(Arrays.stream(traces.split(",")).collect(Collectors.toSet()));
        }
        String object = request.getParameter("object");
        return ring.about(object == null ? "" : object);
    }

    private static ObjectNode render(TraceStep step) {
        ObjectNode node = Json.object();
        node.put("traceId", step.traceId()).put("spanId", step.spanId());
        node.put("parentId", step.parentId()).put("service", step.service());
        node.put("name", step.name()).put("object", step.object());
        node.put("start", step.start().toString()).put("durationNanos", step.durationNanos());
        return step.error().isEmpty() ? node : node.put("error", step.error());
    }
}
