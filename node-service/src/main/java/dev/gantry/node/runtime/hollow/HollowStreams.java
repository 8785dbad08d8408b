package dev.gantry.node.runtime.hollow;

import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineException.Kind;
import dev.gantry.node.runtime.Streams;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Hollow containers say nothing, and every command in them succeeds at once. */
enum HollowStreams implements Streams {
    SILENT;

    @Override
    public void logs(String id, LogQuery query, OutputStream out) {}

    @Override
    public ExecResult run(String id, List<String> command, Duration timeout, int outputLimit) {
        return new ExecResult(0, "", false);
    }

    @Override
    public Session exec(String id, ExecSpec spec) {
        throw refused();
    }

    @Override
    public Session attach(String id, ExecSpec spec) {
        throw refused();
    }

    @Override
    public Connection connect(String sandboxId, int port) {
        throw refused();
    }

    private static EngineException refused() {
        return new EngineException(Kind.REFUSED, "a hollow container has no streams");
    }
}
