package dev.gantry.node.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container says and hears. Safe for concurrent use. */
public interface Streams {

    /**
     * Writes a container's log to {@code out}, in order, and returns when it is complete, or, when
     * followed, when the container has ended.
     *
     * @throws IOException when {@code out} fails: the reader is gone
     */
    void logs(String id, LogQuery query, OutputStream out) throws IOException;

    /** Runs a command in a container and waits; output beyond the limit is dropped. */
    ExecResult run(String id, List<String> command, Duration timeout, int outputLimit);

    /** Starts a command in a container with its streams open. */
    Session exec(String id, ExecSpec spec);

    /** Joins the streams of the container's own process. */
    Session attach(String id, ExecSpec spec);

    /** Opens a connection to a port inside the pod's network. */
    Connection connect(String sandboxId, int port) throws IOException;

    /**
     * @param tailLines negative for all
     * @param since null for the beginning
     */
    record LogQuery(
            boolean follow,
            boolean timestamps,
            int tailLines,
            @Nullable Instant since,
            boolean stdout,
            boolean stderr) {

        public static LogQuery tail(int lines) {
            return new LogQuery(false, false, lines, null, true, true);
        }
    }

    /**
     * @param exitCode -1 when the time was over
     */
    record ExecResult(int exitCode, String output, boolean timedOut) {}

    record ExecSpec(
            List<String> command, boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

    /** Takes output as it comes; blocks while its reader is slow. */
    interface Output {
        void stdout(byte[] bytes, int offset, int length) throws IOException;

        void stderr(byte[] bytes, int offset, int length) throws IOException;
    }

    /** An open command. */
    interface Session extends AutoCloseable {
        /** What the command reads; closing it is the end of its input. */
        OutputStream stdin();

        /** Hands on output until there is no more; blocks. */
        void pump(Output output) throws IOException;

        void resize(int columns, int rows);

        /** The exit code once {@link #pump} has returned. */
        int exitCode();

        /** Ends the streams, not the command. */
        @Override
        void close();
    }

    /** A byte stream both ways. */
    interface Connection extends AutoCloseable {
        InputStream input();

        OutputStream output();

        /** Says that nothing more will be sent. */
        void endOutput() throws IOException;

        @Override
        void close();
    }
}
