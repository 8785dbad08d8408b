package dev.gantry.node.probe;

import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;

/** Makes one attempt of a probe. Blocks for at most its timeout. */
final class Prober {

    private static final int OUTPUT_LIMIT = 10 * 1024;

    private final Streams streams;

    Prober(Streams streams) {
        this.streams = streams;
    }

    Outcome attempt(Probe probe, ProbeTarget target) {
        Duration timeout =
                Duration.ofSeconds(Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1));
        try {
            if (probe.getExec() != null) {
                return command(probe, target, timeout);
            }
            if (probe.getHttpGet() != null) {
                return http(probe.getHttpGet(), target, timeout);
            }
            if (probe.getTcpSocket() != null) {
                return tcp(probe.getTcpSocket(), target, timeout);
            }
            if (probe.getGrpc() != null) {
                return grpc(probe.getGrpc(), target, timeout);
            }
            return new Outcome.Unknown("missing probe handler");
        } catch (IllegalArgumentException | EngineException e) {
            return new Outcome.Unknown(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    private Outcome command(Probe probe, ProbeTarget target, Duration timeout) {
        Streams.ExecResult result =
                streams.run(target.id(), probe.getExec().getCommand(), timeout, OUTPUT_LIMIT);
        if (result.timedOut()) {
            return new Outcome.Failure(
                    "command timed out: \"%s\" timed out after %ds"
                            .formatted(
                                    String.join(" ", probe.getExec().getCommand()),
                                    timeout.toSeconds()));
        }
        return result.exitCode() == 0 ? Outcome.SUCCESS : new Outcome.Failure(result.output());
    }

    private static Outcome http(HTTPGetAction action, ProbeTarget target, Duration timeout) {
        String host = Objects.requireNonNullElse(action.getHost(), "");
        return HttpProbe.get(
                action,
                host.isEmpty() ? target.address() : host,
                target.port(action.getPort()),
                timeout);
    }

    private static Outcome tcp(TCPSocketAction action, ProbeTarget target, Duration timeout) {
        String host = Objects.requireNonNullElse(action.getHost(), "");
        String address = host.isEmpty() ? target.address() : host;
        int port = target.port(action.getPort());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
            return Outcome.SUCCESS;
        } catch (IOException e) {
            return new Outcome.Failure(dialError(address, port, e));
        }
    }

    private static Outcome grpc(GRPCAction action, ProbeTarget target, Duration timeout) {
        return GrpcProbe.check(
                target.address(),
                action.getPort(),
                Objects.requireNonNullElse(action.getService(), ""),
                timeout);
    }

    /** As kubelet's messages end. */
    static String dialError(String address, int port, IOException e) {
        String what =
                switch (e) {
                    case SocketTimeoutException t -> "i/o timeout";
                    case ConnectException c -> "connect: connection refused";
                    default -> String.valueOf(e.getMessage());
                };
        return "dial tcp %s:%d: %s".formatted(address, port, what);
    }
}
