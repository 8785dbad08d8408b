package dev.gantry.runtime.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@code /healthz}, {@code /readyz}: 200 {@code ok} when every check passes, else 500 with the list
 * of checks; {@code /livez}: 200 as long as this answers. {@code ?verbose} lists always, {@code
 * ?exclude=NAME} leaves one out, {@code /readyz/NAME} asks for one. Open to anyone, so no reason
 * goes out; it is in the log. Kubernetes: "API health endpoints".
 */
final class HealthServlet extends HttpServlet {

    private static final Logger log = LoggerFactory.getLogger(HealthServlet.class);

    private final transient Map<String, HealthIndicator> checks;

    HealthServlet(Map<String, HealthIndicator> checks) {
        this.checks = new TreeMap<>(checks);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String endpoint = request.getServletPath().substring(1);
        String one = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        if (!one.isEmpty() && !one.equals("ping") && !checks.containsKey(one)) {
            send(response, 404, "404 page not found\n");
            return;
        }
        Set<String> excluded = excluded(request);
        StringBuilder lines = new StringBuilder("[+]ping ok\n");
        boolean passed = true;
        for (Map.Entry<String, HealthIndicator> check : checks.entrySet()) {
            boolean asked = one.isEmpty() ? !endpoint.equals("livez") : one.equals(check.getKey());
            if (asked && !excluded.contains(check.getKey())) {
                boolean up = up(check.getKey(), check.getValue());
                passed &= up;
                lines.append(up ? "[+]" : "[-]").append(check.getKey());
                lines.append(up ? " ok\n" : " failed: reason withheld\n");
            }
        }
        answer(request, response, endpoint, passed, lines);
    }

    private static void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            String endpoint,
            boolean passed,
            StringBuilder lines)
            throws IOException {
        if (!passed) {
            send(response, 500, lines + endpoint + " check failed\n");
        } else if (request.getParameter("verbose") != null) {
            send(response, 200, lines + endpoint + " check passed\n");
        } else {
            send(response, 200, "ok");
        }
    }

    private static Set<String> excluded(HttpServletRequest request) {
        String[] values = request.getParameterValues("exclude");
        return values == null ? Set.of() : Set.of(values);
    }

    private static boolean up(String name, HealthIndicator check) {
        try {
            Health health = check.health();
            boolean up = health != null && Status.UP.equals(health.getStatus());
            if (!up) {
                log.atDebug().addKeyValue("check", name).log("not healthy");
            }
            return up;
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).addKeyValue("check", name).log("a health check failed");
            return false;
        }
    }

    private static void send(HttpServletResponse response, int code, String text)
            throws IOException {
        response.setStatus(code);
        response.setContentType("text/plain; charset=utf-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-cache, private");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
