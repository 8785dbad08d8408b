package dev.gantry.node.server;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.Caller;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.runtime.tls.CertificateCallers;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Routes a request to what serves it; every refusal is a Status. */
final class AgentServlet extends HttpServlet {

    private static final String GATEWAY = "system:gantry:api-gateway";

    private final transient PodFinder pods;
    private final transient Logs logs;
    private final transient Commands commands;
    private final transient PortForwards portForwards;
    private final transient Function<HttpServletRequest, Optional<Reports.Report>> reports;
    private final transient CertificateCallers callers = new CertificateCallers();

    AgentServlet(
            PodFinder pods,
            ContainerRuntime runtime,
            Function<HttpServletRequest, Optional<Reports.Report>> reports,
            Presence presence) {
        this.pods = pods;
        this.reports = reports;
        this.logs = new Logs(runtime, presence);
        this.commands = new Commands(runtime);
        this.portForwards = new PortForwards(runtime);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            route(request, response);
        } catch (ApiException e) {
            refuse(response, e.error());
        } catch (EngineException e) {
            refuse(response, asError(e));
        }
    }

    private void route(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String[] path = request.getRequestURI().split("/", -1);
        if (path.length == 2 && path[1].equals("healthz")) {
            write(response, 200, "text/plain", "ok".getBytes(StandardCharsets.UTF_8));
            return;
        }
        authorize(request);
        String what = path.length > 1 ? path[1] : "";
        switch (what) {
            case "containerLogs" -> logs.serve(target(path, 5), request, response);
            case "exec" -> commands.exec(target(path, 5), request, response);
            case "attach" -> commands.attach(target(path, 5), request, response);
            case "portForward" -> portForwards.serve(target(path, 4), request, response);
            default -> report(request, response);
        }
    }

    private void report(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("GET")) {
            throw ApiError.methodNotAllowed().exception();
        }
        Reports.Report found =
                reports.apply(request).orElseThrow(() -> ApiError.pathNotFound().exception());
        write(response, 200, found.contentType(), found.body());
    }

    private void authorize(HttpServletRequest request) {
        X509Certificate[] chain =
                (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
        if (chain == null || chain.length == 0) {
            throw new ApiError(401, "Unauthorized", "Unauthorized", null, 0).exception();
        }
        Caller caller = callers.caller(chain[0]);
        if (!caller.user().equals(GATEWAY) && !caller.groups().contains("system:masters")) {
            throw ApiError.forbidden(
                            "", "nodes", "", "User \"" + caller.user() + "\" may not call nodes")
                    .exception();
        }
    }

    private Target target(String[] path, int length) {
        if (path.length != length) {
            throw ApiError.pathNotFound().exception();
        }
        return pods.find(path[2], path[3])
                .map(pod -> new Target(pod, length > 4 ? path[4] : ""))
                .orElseThrow(() -> ApiError.notFound("", "pods", path[3]).exception());
    }

    private static ApiError asError(EngineException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return switch (e.kind()) {
            case AWAY -> ApiError.unavailable(message);
            case NOT_FOUND -> new ApiError(404, "NotFound", message, null, 0);
            case REFUSED -> ApiError.internal(message);
        };
    }

    private static void refuse(HttpServletResponse response, ApiError error) throws IOException {
        if (!response.isCommitted()) {
            response.reset();
            write(response, error.code(), "application/json", Json.bytes(error.toStatus()));
        }
    }

    private static void write(HttpServletResponse response, int code, String type, byte[] body)
            throws IOException {
        response.setStatus(code);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
