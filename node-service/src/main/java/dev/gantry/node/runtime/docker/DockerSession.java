package dev.gantry.node.runtime.docker;

import dev.gantry.node.runtime.Streams.Output;
import dev.gantry.node.runtime.Streams.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntSupplier;

/** A taken-over connection to a command or to a container's own process. */
final class DockerSession implements Session {

    /** Tells the engine the size of the terminal. */
    interface Resizing {
        void resize(int columns, int rows);
    }

    private final EngineSocket connection;
    private final boolean tty;
    private final Resizing resizing;
    private final IntSupplier exitCode;

    DockerSession(EngineSocket connection, boolean tty, Resizing resizing, IntSupplier exitCode) {
        this.connection = connection;
        this.tty = tty;
        this.resizing = resizing;
        this.exitCode = exitCode;
    }

    @Override
    public OutputStream stdin() {
        OutputStream out = connection.output();
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                connection.endOutput();
            }
        };
    }

    @Override
    public void pump(Output output) throws IOException {
        Frames.copy(connection.input(), tty, output);
    }

    @Override
    public void resize(int columns, int rows) {
        resizing.resize(columns, rows);
    }

    @Override
    public int exitCode() {
        return exitCode.getAsInt();
    }

    @Override
    public void close() {
        connection.close();
    }
}
