package dev.gantry.node.server;

import dev.gantry.api.status.ApiError;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Runs commands in containers and attaches to them, over WebSocket or SPDY. */
final class Commands {

    private final ContainerRuntime runtime;

    Commands(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    void exec(Target target, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String[] command = request.getParameterValues("command");
        if (command == null || command.length == 0) {
            throw ApiError.badRequest("you must specify at least 1 command for the container")
                    .exception();
        }
        ContainerState container = target.running();
        Streams.ExecSpec spec = spec(request, List.of(command));
        open(() -> runtime.streams().exec(container.id(), spec), spec, request, response);
    }

    void attach(Target target, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ContainerState container = target.running();
        Streams.ExecSpec spec = spec(request, List.of());
        open(() -> runtime.streams().attach(container.id(), spec), spec, request, response);
    }

    private static Streams.ExecSpec spec(HttpServletRequest request, List<String> command) {
        Streams.ExecSpec spec =
                new Streams.ExecSpec(
                        command,
                        flag(request, "stdin", "input"),
                        flag(request, "stdout", "output"),
                        flag(request, "stderr", "error"),
                        flag(request, "tty", "tty"));
        if (!spec.stdin() && !spec.stdout() && !spec.stderr()) {
            throw ApiError.badRequest("you must specify at least 1 of stdin, stdout, stderr")
                    .exception();
        }
        return spec.tty()
                ? new Streams.ExecSpec(command, spec.stdin(), spec.stdout(), false, true)
                : spec;
    }

    /** By the API's name of the option or kubelet's. */
    private static boolean flag(HttpServletRequest request, String name, String kubelets) {
        return isSet(request.getParameter(name)) || isSet(request.getParameter(kubelets));
    }

    private static boolean isSet(@org.jspecify.annotations.Nullable String value) {
        return value != null && (value.equals("1") || value.equals("true"));
    }

    private static void open(
            Supplier<Streams.Session> session,
            Streams.ExecSpec spec,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (Upgrading.isWebSocket(request)) {
            ChannelSocket.accept(session, spec, request, response);
        } else if (Upgrading.isSpdy(request)) {
            SpdyCommand.accept(session, spec, request, response);
        } else {
            throw ApiError.badRequest("Upgrade request required").exception();
        }
    }
}
