package dev.gantry.node.server;

import dev.gantry.api.status.ApiError;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.SandboxState;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections to a pod's ports: SPDY frames over an upgraded connection or inside WebSocket
 * messages, or WebSocket channels with the ports in the query.
 */
final class PortForwards {

    private static final String SPDY_PROTOCOL = "portforward.k8s.io";
    private static final String TUNNEL = "SPDY/3.1+" + SPDY_PROTOCOL;
    private static final String CHANNELS = "v4.channel.k8s.io";

    private final ContainerRuntime runtime;

    PortForwards(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    void serve(Target target, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SandboxState sandbox =
                target.pod()
                        .runtime()
                        .sandbox()
                        .filter(SandboxState::running)
                        .orElseThrow(
                                () ->
                                        ApiError.badRequest(
                                                        "unable to forward port because pod is not"
                                                                + " running. Current status="
                                                                + phase(target))
                                                .exception());
        PodDialer dialer =
                new PodDialer(
                        port -> runtime.streams().connect(sandbox.id(), port),
                        target.pod().pod().getMetadata().getUid());
        if (Upgrading.isSpdy(request)) {
            require(request, "X-Stream-Protocol-Version", List.of(SPDY_PROTOCOL));
            RawUpgrade.spdy(
                    request,
                    response,
                    SPDY_PROTOCOL,
                    (in, out) -> SpdyPortForward.serve(in, out, dialer));
        } else if (Upgrading.isWebSocket(request)) {
            String protocol = require(request, "Sec-WebSocket-Protocol", List.of(TUNNEL, CHANNELS));
            if (protocol.equals(TUNNEL)) {
                TunnelSocket.accept(protocol, dialer, request, response);
            } else {
                PortSocket.accept(protocol, ports(request), dialer, request, response);
            }
        } else {
            throw ApiError.badRequest("Upgrade request required").exception();
        }
    }

    private static String phase(Target target) {
        return target.pod().pod().getStatus() == null
                ? "Unknown"
                : String.valueOf(target.pod().pod().getStatus().getPhase());
    }

    private static String require(HttpServletRequest request, String header, List<String> ours) {
        return Upgrading.choose(request, header, ours)
                .orElseThrow(
                        () ->
                                ApiError.badRequest(
                                                "unable to upgrade: expected one of the protocols "
                                                        + ours)
                                        .exception());
    }

    private static List<Integer> ports(HttpServletRequest request) {
        List<Integer> ports = new ArrayList<>();
        String[] values = request.getParameterValues("ports");
        if (values == null) {
            values = request.getParameterValues("port");
        }
        try {
            for (String value : values == null ? new String[0] : values) {
                for (String one : value.split(",")) {
                    ports.add(Integer.parseInt(one.strip()));
                }
            }
        } catch (NumberFormatException e) {
            throw ApiError.badRequest("ports: expected numbers").exception();
        }
        if (ports.isEmpty() || ports.stream().anyMatch(p -> p < 1 || p > 65535)) {
            throw ApiError.badRequest("query parameter \"port\" is required").exception();
        }
        return ports;
    }
}
