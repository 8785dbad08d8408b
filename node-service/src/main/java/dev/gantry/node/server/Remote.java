package dev.gantry.node.server;

import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import java.io.IOException;
import java.util.Objects;

/**
 * Joins an open command with a client's channels, whatever carries them: output until there is no
 * more, then how it ended.
 */
final class Remote {

    private Remote() {}

    /** Where output and the end go; writes block while the client is slow. */
    interface Client extends Streams.Output {
        /** The status document of the error channel; the last thing told. */
        void end(byte[] status) throws IOException;
    }

    /** Blocks until the command's output has ended or the client has gone. */
    static void serve(Streams.Session session, Client client) {
        try {
            session.pump(client);
            client.end(ExitStatus.of(session.exitCode()));
        } catch (EngineException e) {
            tell(client, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (IOException gone) {
            tell(client, "the streams of the command broke: " + gone.getMessage());
        } finally {
            session.close();
        }
    }

    private static void tell(Client client, String message) {
        try {
            client.end(ExitStatus.failure(message));
        } catch (IOException nobodyListens) {
            // the client has gone; there is nobody to be told
        }
    }
}
